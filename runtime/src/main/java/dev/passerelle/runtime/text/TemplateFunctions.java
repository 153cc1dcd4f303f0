package dev.passerelle.runtime.text;

import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import com.hubspot.jinjava.lib.fn.ELFunctionDefinition;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/// Functions that transformers gives to chat templates.
public final class TemplateFunctions {

    static final List<ELFunctionDefinition> ALL =
            List.of(
                    new ELFunctionDefinition(
                            "", "raise_exception", TemplateFunctions.class, "raise", Object.class),
                    new ELFunctionDefinition(
                            "", "strftime_now", TemplateFunctions.class, "now", String.class));

    private TemplateFunctions() {}

    /// A template's refusal of a conversation.
    static final class Refusal extends RuntimeException {
        Refusal(String message) {
            super(message);
        }
    }

    @SuppressWarnings("DoNotCallSuggester") // called by templates
    public static Object raise(Object message) {
        throw new Refusal(String.valueOf(message));
    }

    /// The rendering's time in a format of C's `strftime`.
    public static String now(String format) {
        long millis =
                JinjavaInterpreter.getCurrent()
                        .getConfig()
                        .getDateTimeProvider()
                        .getCurrentTimeMillis();
        ZoneId zone = JinjavaInterpreter.getCurrent().getConfig().getTimeZone();
        return format(Instant.ofEpochMilli(millis).atZone(zone), format);
    }

    static String format(ZonedDateTime time, String format) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < format.length(); i++) {
            char c = format.charAt(i);
            if (c == '%' && i + 1 < format.length()) {
                out.append(field(time, format.charAt(++i)));
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    private static String field(ZonedDateTime time, char code) {
        String pattern =
                switch (code) {
                    case 'Y' -> "yyyy";
                    case 'y' -> "yy";
                    case 'm' -> "MM";
                    case 'd' -> "dd";
                    case 'H' -> "HH";
                    case 'I' -> "hh";
                    case 'M' -> "mm";
                    case 'S' -> "ss";
                    case 'f' -> "SSSSSS";
                    case 'j' -> "DDD";
                    case 'p' -> "a";
                    case 'B' -> "MMMM";
                    case 'b', 'h' -> "MMM";
                    case 'A' -> "EEEE";
                    case 'a' -> "EEE";
                    case 'F' -> "yyyy-MM-dd";
                    case 'T' -> "HH:mm:ss";
                    case 'z' -> "xx";
                    case '%' -> "'%'";
                    default ->
                            throw new IllegalArgumentException(
                                    "strftime_now: %%%s is not supported".formatted(code));
                };
        return DateTimeFormatter.ofPattern(pattern, Locale.US).format(time);
    }
}
