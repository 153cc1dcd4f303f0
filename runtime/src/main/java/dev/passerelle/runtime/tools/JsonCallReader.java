package dev.passerelle.runtime.tools;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads calls written as JSON objects: one, several with `;` between, or a list of them.
///
/// What follows the arguments within an object is skipped, and one that lacks its last brace or its
/// closing tag is a call all the same.
final class JsonCallReader implements CallReader {

    private final String opening;
    private final String closing;
    private final Set<String> names;
    private boolean opened;
    private boolean inList;
    private boolean inCall;
    private boolean between;
    private @Nullable ArgumentsReader arguments;

    /// @param names those that count as calls; empty for any
    JsonCallReader(String opening, String closing, Set<String> names) {
        this.opening = opening;
        this.closing = closing;
        this.names = names;
    }

    @Override
    public Status read(Tail in, AnswerSink out) {
        while (true) {
            Status status = step(in, out);
            if (status != null) {
                return status;
            }
        }
    }

    /// @return null to go on
    private @Nullable Status step(Tail in, AnswerSink out) {
        if (arguments != null) {
            return arguments(arguments, in, out);
        }
        if (inCall) {
            return rest(in, out);
        }
        return between ? between(in) : begin(in, out);
    }

    private @Nullable Status begin(Tail in, AnswerSink out) {
        int at = in.skipBlank(opened ? 0 : opening.length());
        boolean list = !opened && at < in.length() && in.charAt(at) == '[';
        if (list) {
            at = in.skipBlank(at + 1);
        }
        switch (JsonCall.parse(in.text(), at)) {
            case JsonCall.Unfinished() -> {
                return in.last() ? stop() : Status.MORE;
            }
            case JsonCall.NotOne() -> {
                return stop();
            }
            case JsonCall.Begun(String name, int argumentsAt) -> {
                if (!counts(name)) {
                    return stop();
                }
                in.take(argumentsAt);
                out.callBegins(name);
                arguments = new ArgumentsReader();
            }
            case JsonCall.Whole(String name, String json, int end) -> {
                if (!counts(name)) {
                    return stop();
                }
                in.take(end);
                out.callBegins(name);
                out.arguments(json);
                out.callEnds();
                between = true;
            }
        }
        inList |= list;
        opened = true;
        return null;
    }

    private boolean counts(String name) {
        return names.isEmpty() || names.contains(name);
    }

    private Status stop() {
        return opened ? Status.DONE : Status.REFUSED;
    }

    private @Nullable Status arguments(ArgumentsReader reader, Tail in, AnswerSink out) {
        Status status = reader.read(in, out);
        if (status == Status.MORE) {
            return in.last() ? Status.DONE : Status.MORE;
        }
        arguments = null;
        inCall = status == Status.DONE;
        return inCall ? null : Status.DONE;
    }

    /// What follows the arguments in the object.
    private @Nullable Status rest(Tail in, AnswerSink out) {
        int end = JsonScanner.end("{\"\":0" + in.text(), 0);
        if (end == -1 && !in.last()) {
            return Status.MORE;
        }
        if (end > 0) {
            in.take(end - "{\"\":0".length());
        }
        inCall = false;
        between = true;
        out.callEnds();
        return null;
    }

    private @Nullable Status between(Tail in) {
        int at = in.skipBlank(0);
        if (at == in.length()) {
            return in.last() ? Status.DONE : Status.MORE;
        }
        char c = in.charAt(at);
        if (inList && c == ']') {
            in.take(at + 1);
            inList = false;
            return null;
        }
        if (c == (inList ? ',' : ';')) {
            in.take(at + 1);
            between = false;
            return null;
        }
        if (in.mayStartWith(closing, at)) {
            return Status.MORE;
        }
        if (!closing.isEmpty() && in.startsWith(closing, at)) {
            in.take(at + closing.length());
        }
        return Status.DONE;
    }
}
