package dev.passerelle.runtime.tools;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads Mistral's calls: `[TOOL_CALLS]name[ARGS]{…}`, perhaps with `[CALL_ID]id` between, in older
/// models a list of JSON objects after the same tag.
final class NamedCallReader implements CallReader {

    private static final Pattern HEAD =
            Pattern.compile(
                    "\\s*([\\w.-]+)\\s*(?:\\[CALL_ID\\]\\w+\\s*)?(?:\\[ARGS\\]\\s*)?(?=\\{)");
    private static final Pattern MAY_BE_HEAD =
            Pattern.compile("\\s*[\\w.-]*\\s*(?:\\[[A-Z_]*\\]?\\w*\\s*(?:\\[[A-Z]*\\]?\\s*)?)?");

    private final String opening;
    private final JsonCallReader list;
    private boolean known;
    private boolean asList;
    private @Nullable ArgumentsReader arguments;

    NamedCallReader(String opening, JsonCallReader list) {
        this.opening = opening;
        this.list = list;
    }

    @Override
    public Status read(Tail in, AnswerSink out) {
        if (!known) {
            int at = in.skipBlank(opening.length());
            if (at == in.length()) {
                return in.last() ? Status.REFUSED : Status.MORE;
            }
            known = true;
            asList = "[{".indexOf(in.charAt(at)) >= 0;
        }
        return asList ? list.read(in, out) : named(in, out);
    }

    private Status named(Tail in, AnswerSink out) {
        if (arguments == null) {
            Matcher head = HEAD.matcher(in.text()).region(opening.length(), in.length());
            head.useTransparentBounds(true);
            if (!head.lookingAt()) {
                boolean mayBe =
                        MAY_BE_HEAD
                                .matcher(in.text())
                                .region(opening.length(), in.length())
                                .matches();
                return mayBe && !in.last() ? Status.MORE : Status.REFUSED;
            }
            String name = head.group(1);
            in.take(head.end());
            out.callBegins(name);
            arguments = new ArgumentsReader();
        }
        return switch (arguments.read(in, out)) {
            case MORE -> in.last() ? Status.DONE : Status.MORE;
            case REFUSED -> Status.DONE;
            case DONE -> {
                out.callEnds();
                yield Status.DONE;
            }
        };
    }
}
