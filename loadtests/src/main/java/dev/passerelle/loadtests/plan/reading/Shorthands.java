package dev.passerelle.loadtests.plan.reading;

import dev.passerelle.loadtests.plan.ScenarioException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Flags that set several keys with one text.
final class Shorthands {
    /// Not inside parentheses.
    private static final Pattern COMMA = Pattern.compile(",(?![^(]*\\))");

    private Shorthands() {}

    static List<Key<?>> with(Key<?> key, List<Key<?>> keys) {
        return Stream.concat(Stream.<Key<?>>of(key), keys.stream()).toList();
    }

    /// A ramp, `1..20`.
    static Map<String, String> ramp(String text) {
        String[] ends = text.split("\\.\\.", -1);
        if (ends.length != 2) {
            throw new ScenarioException(
                    "--ramp is '%s'; allowed: the first rate, two dots and the last, for example 1..20"
                            .formatted(text));
        }
        return Map.of(
                ArrivalKeys.KIND.name(),
                ArrivalKind.RAMP.id(),
                ArrivalKeys.FROM.name(),
                ends[0].strip(),
                ArrivalKeys.TO.name(),
                ends[1].strip());
    }

    /// Clients that leave, `0.1@2s`.
    static Map<String, String> leave(String text) {
        int at = text.indexOf('@');
        if (at < 0) {
            throw new ScenarioException(
                    "--leave is '%s'; allowed: a share, @ and how long those stay, for example 0.1@2s"
                            .formatted(text));
        }
        return Map.of(
                ScenarioKeys.LEAVING_SHARE.name(),
                text.substring(0, at).strip(),
                ScenarioKeys.LEAVING_AFTER.name(),
                text.substring(at + 1).strip());
    }

    static Map<String, String> arrivals(
            String flag, ArrivalKind kind, String text, List<Key<?>> keys) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put(ArrivalKeys.KIND.name(), kind.id());
        if (!text.isBlank()) {
            values.putAll(section(flag, text, keys));
        }
        return values;
    }

    /// Keys of one section by their last word, `ttft=500ms,itl=50ms`.
    static Map<String, String> section(String flag, String text, List<Key<?>> keys) {
        Map<String, Key<?>> known = new LinkedHashMap<>();
        keys.forEach(key -> known.put(key.name().substring(key.name().lastIndexOf('.') + 1), key));
        Map<String, String> values = new LinkedHashMap<>();
        for (String part : COMMA.split(text, -1)) {
            int equals = part.indexOf('=');
            Key<?> key = equals < 0 ? null : known.get(part.substring(0, equals).strip());
            if (key == null || values.put(key.name(), part.substring(equals + 1).strip()) != null) {
                String names =
                        known.keySet().stream()
                                .map(name -> name + "=...")
                                .collect(Collectors.joining(","));
                throw new ScenarioException(
                        "%s is '%s'; allowed: any of %s, each once".formatted(flag, text, names));
            }
        }
        return values;
    }
}
