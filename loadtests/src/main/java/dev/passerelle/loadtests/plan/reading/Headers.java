package dev.passerelle.loadtests.plan.reading;

import static dev.passerelle.loadtests.plan.reading.ValueType.require;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Headers of requests, and the keys in one of them.
final class Headers {
    private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
    private static final Pattern VALUE = Pattern.compile("[!-~](?:[ -~]*[!-~])?");

    /// Those that belong to a connection, that the body decides, or that keys are sent in.
    private static final Set<String> TAKEN =
            Set.of(
                    "accept-encoding",
                    "authorization",
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

    static final ValueType<Map<String, String>> TYPE =
            new ValueType<>(
                    "NAME:VALUE",
                    "a text for each name, e.g. `{ x-team: ai }`",
                    ValueType.Form.MAP,
                    Headers::read);

    static final ValueType<List<String>> KEYS =
            new ValueType<>(
                    "KEY", "a list of texts without spaces", ValueType.Form.SECRETS, Headers::keys);

    private Headers() {}

    private static Map<String, String> read(String text) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String line : text.strip().split("\\R")) {
            int colon = line.indexOf(':');
            String name = line.substring(0, Math.max(colon, 0)).strip();
            String value = line.substring(colon + 1).strip();
            require(name, !TAKEN.contains(name.toLowerCase(Locale.ROOT)));
            require(name, NAME.matcher(name).matches() && VALUE.matcher(value).matches());
            require(name, headers.put(name, value) == null);
        }
        return headers;
    }

    /// Keys, one a line; empty lines are passed over.
    static List<String> keys(String text) {
        List<String> keys = text.lines().map(String::strip).filter(key -> !key.isEmpty()).toList();
        return require(
                keys, !keys.isEmpty() && keys.stream().allMatch(key -> key.matches("[!-~]+")));
    }
}
