package dev.passerelle.loadtests.result.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/// Keys in which two scenarios differ, other than those that name a run or its server.
final class Differences {
    private static final Set<String> EXPECTED = Set.of("name", "target.url", "target.metrics");

    private Differences() {}

    /// `key: one value, other value`, in alphabetical order.
    static List<String> of(Map<String, Object> a, Map<String, Object> b) {
        var first = new TreeMap<String, Object>();
        var second = new TreeMap<String, Object>();
        flatten("", a, first);
        flatten("", b, second);
        var keys = new TreeMap<String, Object>(first);
        keys.putAll(second);
        var differences = new ArrayList<String>();
        for (String key : keys.keySet()) {
            Object one = first.getOrDefault(key, "none");
            Object other = second.getOrDefault(key, "none");
            if (!EXPECTED.contains(key) && !Objects.equals(text(one), text(other))) {
                differences.add(key + ": " + text(one) + ", " + text(other));
            }
        }
        return differences;
    }

    private static void flatten(String prefix, Object value, Map<String, Object> into) {
        switch (value) {
            case Map<?, ?> map ->
                    map.forEach((k, v) -> {
                        String key = prefix.isEmpty() ? "" + k : prefix + "." + k;
                        flatten(key, v == null ? "none" : v, into);
                    });
            case List<?> list -> {
                for (int i = 0; i < list.size(); i++) {
                    Object each = list.get(i);
                    flatten(prefix + "[" + i + "]", each == null ? "none" : each, into);
                }
            }
            default -> into.put(prefix, value);
        }
    }

    /// Numbers alike whether they were read from a file or not.
    private static String text(Object value) {
        return value instanceof Number number
                ? Double.toString(number.doubleValue())
                : value.toString();
    }
}
