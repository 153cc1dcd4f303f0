package dev.passerelle.gateway.upstream;

import dev.passerelle.gateway.answer.CallRequest;
import dev.passerelle.gateway.answer.Note;
import dev.passerelle.gateway.config.DeploymentConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// The headers a deployment is sent: its configured ones before ours, none of the client's own.
final class RequestHeaders {
    /// What HTTP itself says.
    private static final Set<String> FRAMING =
            Set.of(
                    "host",
                    "connection",
                    "content-length",
                    "transfer-encoding",
                    "expect",
                    "te",
                    "upgrade",
                    "http2-settings");

    private final List<Note> all;
    private final Set<String> configured;
    private final String region;

    RequestHeaders(DeploymentConfig.Upstream config) {
        Map<String, String> headers = new TreeMap<>();
        headers.put("user-agent", "passerelle");
        headers.put("accept-encoding", "identity");
        if (!config.apiKey().isEmpty()) {
            headers.put("authorization", "Bearer " + config.apiKey());
        }
        config.headers().forEach((name, value) -> headers.put(lower(name), value));
        headers.keySet().removeAll(FRAMING);
        this.all =
                headers.entrySet().stream().map(h -> new Note(h.getKey(), h.getValue())).toList();
        this.configured = Set.copyOf(headers.keySet());
        String region = config.share().region();
        this.region = region == null ? "" : region;
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /// For a look at its health.
    List<Note> plain() {
        return all;
    }

    /// A call that is confined tells so, since the deployment may be a gateway that has others to
    /// choose from.
    List<Note> of(CallRequest call) {
        List<Note> headers = new ArrayList<>(all.size() + 7);
        headers.addAll(all);
        add(headers, "content-type", "application/json");
        add(headers, "accept", call.raw().stream() ? "text/event-stream" : "application/json");
        add(headers, "x-request-id", call.requestId());
        add(headers, "traceparent", call.trace().parent());
        add(headers, "tracestate", call.trace().state());
        add(headers, "via", call.via().sent());
        if (call.regions().confined()) {
            add(headers, "x-passerelle-region", region);
        }
        return headers;
    }

    private void add(List<Note> headers, String name, String value) {
        if (!value.isEmpty() && !configured.contains(name) && isPrintable(value)) {
            headers.add(new Note(name, value));
        }
    }

    private static boolean isPrintable(String value) {
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) < ' ' || value.charAt(i) >= 127) {
                return false;
            }
        }
        return true;
    }
}
