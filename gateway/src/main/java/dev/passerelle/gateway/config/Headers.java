package dev.passerelle.gateway.config;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Headers of requests, and the tokens in them.
final class Headers {
    private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
    private static final Pattern VALUE = Pattern.compile("[!-~](?:[ -~]*[!-~])?");

    /// Those that belong to a connection, or that a request's body decides.
    private static final Set<String> TAKEN =
            Set.of(
                    "accept-encoding",
                    "connection",
                    "content-length",
                    "content-type",
                    "expect",
                    "host",
                    "keep-alive",
                    "te",
                    "trailer",
                    "transfer-encoding",
                    "upgrade");

    /// Several, whose values nobody is shown.
    static final ValueType<Map<String, String>> TYPE =
            new ValueType<>(
                    "a text for each name, e.g. `{ X-Team: ai }`",
                    ValueType.Form.MAP,
                    Headers::read);

    /// What can follow `Bearer` in a header.
    static final ValueType<String> TOKEN =
            ValueType.secret(
                    "text without spaces or line breaks",
                    text -> Optional.of(text.strip()).filter(token -> token.matches("[!-~]+")));

    private Headers() {}

    private static Optional<Map<String, String>> read(String text) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String line : text.strip().split("\\R")) {
            int colon = line.indexOf(':');
            String name = line.substring(0, Math.max(colon, 0)).strip();
            String value = line.substring(colon + 1).strip();
            if (!allowed(name, value) || headers.put(name, value) != null) {
                return Optional.empty();
            }
        }
        return Optional.of(headers);
    }

    private static boolean allowed(String name, String value) {
        return NAME.matcher(name).matches()
                && VALUE.matcher(value).matches()
                && !TAKEN.contains(name.toLowerCase(Locale.ROOT));
    }
}
