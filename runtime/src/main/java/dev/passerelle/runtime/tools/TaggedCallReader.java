package dev.passerelle.runtime.tools;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads calls as Qwen3-Coder writes them:
/// `<tool_call><function=f><parameter=a>1</parameter></function></tool_call>`. A value is text
/// where the tool's schema says `string` or where it is no JSON.
final class TaggedCallReader implements CallReader {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String END = "</function>";
    private static final Pattern FUNCTION = Pattern.compile("\\s*<function=([^>\\s]+)>");
    private static final Pattern PARAMETER =
            Pattern.compile(
                    "\\s*<parameter=([^>\\s]+)>\\n?(.*?)\\n?(?:</parameter>|(?=<parameter=)|$)",
                    Pattern.DOTALL);

    private final String opening;
    private final String closing;
    private final Map<String, JsonNode> schemas;
    private boolean read;

    /// @param schemas of the tools' arguments, by name
    TaggedCallReader(String opening, String closing, Map<String, JsonNode> schemas) {
        this.opening = opening;
        this.closing = closing;
        this.schemas = schemas;
    }

    @Override
    public Status read(Tail in, AnswerSink out) {
        if (!read) {
            int begin = in.skipBlank(opening.length());
            if (in.mayStartWith("<function=", begin)) {
                return Status.MORE;
            }
            int end = in.indexOf(END, begin);
            if (!in.startsWith("<function=", begin) || (end < 0 && in.last())) {
                return Status.REFUSED;
            }
            if (end < 0) {
                return Status.MORE;
            }
            String body = in.text().subSequence(begin, end).toString();
            Matcher function = FUNCTION.matcher(body);
            if (!function.lookingAt()) {
                return Status.REFUSED;
            }
            in.take(end + END.length());
            read = true;
            out.callBegins(function.group(1));
            out.arguments(arguments(function.group(1), body.substring(function.end())));
            out.callEnds();
        }
        int at = in.skipBlank(0);
        if (!in.last() && (at == in.length() || in.mayStartWith(closing, at))) {
            return Status.MORE;
        }
        if (in.startsWith(closing, at)) {
            in.take(at + closing.length());
        }
        return Status.DONE;
    }

    private String arguments(String function, String body) {
        JsonNode properties =
                schemas.getOrDefault(function, JSON.createObjectNode()).path("properties");
        Map<String, Object> arguments = new LinkedHashMap<>();
        Matcher parameter = PARAMETER.matcher(body);
        while (parameter.find()) {
            String name = parameter.group(1);
            String type = properties.path(name).path("type").asString("");
            arguments.put(name, value(parameter.group(2), type.equals("string")));
        }
        return JSON.writeValueAsString(arguments);
    }

    private static Object value(String text, boolean string) {
        if (string) {
            return text;
        }
        try {
            return JSON.readTree(text.strip());
        } catch (JacksonException e) {
            return text;
        }
    }
}
