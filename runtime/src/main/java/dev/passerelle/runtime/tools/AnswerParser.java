package dev.passerelle.runtime.tools;

import dev.passerelle.runtime.Tool;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Tells apart the reasoning, the content and the calls of an answer while it comes. Text that only
/// looks like a call is content; white space around tags belongs to nothing.
final class AnswerParser {

    private enum Part {
        /// Before the first character that is no white space.
        START,
        REASONING,
        CONTENT,
        CALLS
    }

    private final Tail in = new Tail();
    private final AnswerSink out;
    private final Optional<ReasoningTags> tags;
    private final Optional<CallFormat> format;
    private final List<Tool> tools;
    private Part part;
    private @Nullable CallReader reader;

    /// Characters at the head of the tail that are content although a format's tag stands there.
    private int refused;

    private boolean aloneTried;

    /// Whether white space that comes next belongs to nothing.
    private boolean dropBlank = true;

    /// White space before a tag, given back if no call follows.
    private String blank = "";

    /// @param reasons whether the answer begins within reasoning
    /// @param format absent if calls are no calls
    AnswerParser(
            AnswerSink out,
            Optional<ReasoningTags> tags,
            boolean reasons,
            Optional<CallFormat> format,
            List<Tool> tools) {
        this.out = out;
        this.tags = tags;
        this.format = format;
        this.tools = tools;
        this.part = tags.isPresent() && reasons ? Part.REASONING : Part.START;
        this.aloneTried = format.map(f -> !f.bare()).orElse(true);
    }

    /// Characters told so far.
    long taken() {
        return in.taken();
    }

    void accept(String text) {
        in.append(text);
        run();
    }

    /// Nothing follows.
    void end() {
        in.end();
        run();
    }

    private void run() {
        boolean going = true;
        while (going) {
            going =
                    switch (part) {
                        case START -> start();
                        case REASONING -> reasoning();
                        case CONTENT -> content();
                        case CALLS -> calls();
                    };
        }
    }

    private boolean start() {
        int at = in.skipBlank(0);
        if (at == in.length() && !in.last()) {
            return false;
        }
        if (tags.isPresent()) {
            if (in.mayStartWith(tags.get().open(), at)) {
                return false;
            }
            if (in.startsWith(tags.get().open(), at)) {
                in.take(at + tags.get().open().length());
                part = Part.REASONING;
                dropBlank = true;
                return true;
            }
        }
        part = Part.CONTENT;
        return true;
    }

    private boolean reasoning() {
        String close = tags.map(ReasoningTags::close).orElse("");
        int end = in.indexOf(close, 0);
        int until = end >= 0 ? end : in.last() ? in.length() : held(close);
        emit(until, end >= 0 || in.last(), false);
        if (end < 0) {
            return false;
        }
        in.take(close.length());
        dropBlank = true;
        part = Part.CONTENT;
        return true;
    }

    /// Where text begins that may turn out to be this tag.
    private int held(String tag) {
        for (int i = Math.max(0, in.length() - tag.length() + 1); i < in.length(); i++) {
            if (in.mayStartWith(tag, i)) {
                return i;
            }
        }
        return in.length();
    }

    /// Tells text but for white space around it.
    ///
    /// @param ends whether white space at its end belongs to nothing, else it waits
    private void emit(int until, boolean ends, boolean asContent) {
        int from = dropBlank ? Math.min(in.skipBlank(0), until) : 0;
        int to = until;
        while (to > from && Character.isWhitespace(in.charAt(to - 1))) {
            to--;
        }
        if (to > from) {
            in.take(from);
            String text = in.take(to - from);
            dropBlank = false;
            if (asContent) {
                out.content(text);
            } else {
                out.reasoning(text);
            }
            to -= from;
            if (ends) {
                in.take(until - from - to);
            }
        } else if (ends) {
            in.take(until);
        }
    }

    private boolean content() {
        if (format.isEmpty()) {
            plain();
            return false;
        }
        if (!aloneTried) {
            int at = in.skipBlank(0);
            if (at == in.length() && !in.last()) {
                return false;
            }
            if (in.mayStartWith(format.get().opening(), at)) {
                return false;
            }
            aloneTried = true;
            if (at < in.length() && "[{".indexOf(in.charAt(at)) >= 0) {
                blank = in.take(at);
                reader = format.get().reader(tools, true);
                part = Part.CALLS;
                return true;
            }
        }
        return untilTag(format.get().opening());
    }

    /// White space at the end of an answer without calls is part of it.
    private void plain() {
        int from = dropBlank ? in.skipBlank(0) : 0;
        if (from < in.length()) {
            in.take(from);
            dropBlank = false;
            out.content(in.take(in.length()));
        }
    }

    private boolean untilTag(String tag) {
        int at = tag.isEmpty() ? -1 : in.indexOf(tag, refused);
        if (at >= 0) {
            emit(at, false, true);
            blank = in.take(in.indexOf(tag, 0));
            refused = 0;
            reader = format.orElseThrow().reader(tools, false);
            part = Part.CALLS;
            return true;
        }
        if (in.last()) {
            plain();
            return false;
        }
        long before = in.taken();
        emit(tag.isEmpty() ? in.length() : Math.max(refused, held(tag)), false, true);
        refused = Math.max(0, refused - (int) (in.taken() - before));
        return false;
    }

    private boolean calls() {
        CallReader.Status status = reader == null ? CallReader.Status.DONE : reader.read(in, out);
        if (status == CallReader.Status.MORE) {
            return false;
        }
        reader = null;
        part = Part.CONTENT;
        if (status == CallReader.Status.REFUSED) {
            refused = 1;
            if (!dropBlank && !blank.isEmpty()) {
                out.content(blank);
            }
        } else {
            dropBlank = true;
        }
        return true;
    }
}
