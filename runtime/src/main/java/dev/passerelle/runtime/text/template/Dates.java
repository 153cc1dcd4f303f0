package dev.passerelle.runtime.text.template;

import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// Formats of C's `strftime`.
final class Dates {

    private Dates() {}

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
                            throw new TemplateException(
                                    "strftime_now: %%%s is not supported".formatted(code));
                };
        return DateTimeFormatter.ofPattern(pattern, Locale.US).format(time);
    }
}
