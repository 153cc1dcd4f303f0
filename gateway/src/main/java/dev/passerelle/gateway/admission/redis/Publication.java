package dev.passerelle.gateway.admission.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What a gateway tells Redis of its counters: keys and arguments of the script, as they are
/// gathered.
final class Publication {
    /// How long a budget is kept after its period.
    static final Duration KEPT = Duration.ofDays(1);

    private final List<String> keys = new ArrayList<>();
    private final List<String> arguments = new ArrayList<>();

    void charged(String key, long expires, String own, Map<String, Long> others) {
        keys.add(key);
        arguments.addAll(
                List.of("charged", Long.toString(expires), own, Integer.toString(others.size())));
        others.forEach((gateway, charged) -> {
            arguments.add(gateway);
            arguments.add(Long.toString(charged));
        });
    }

    void running(String key, long count) {
        keys.add(key);
        arguments.add("running");
        arguments.add(Long.toString(count));
    }

    int size() {
        return keys.size();
    }

    List<String> keys() {
        return keys;
    }

    List<String> arguments() {
        return arguments;
    }
}
