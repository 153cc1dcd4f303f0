package dev.passerelle.gateway.metrics;

import java.util.List;

/// The table of what is measured. `docs/metrics.md` is its printed form.
public enum Metric {
    REQUESTS(
            "passerelle_requests_total",
            Type.COUNTER,
            "Requests answered, by HTTP status; 499 means the client left before the answer was complete.",
            "endpoint",
            "model",
            "status"),
    REQUEST_DURATION(
            "passerelle_request_duration_seconds",
            Type.HISTOGRAM,
            "From the request's headers to the last byte of the answer.",
            "endpoint",
            "model"),
    IN_FLIGHT("passerelle_requests_in_flight", Type.GAUGE, "Requests being answered.", "endpoint"),
    CLIENT_CANCELLED(
            "passerelle_requests_cancelled_total",
            Type.COUNTER,
            "Requests whose client left before the answer was complete.",
            "endpoint",
            "model"),
    PROMPT_TOKENS(
            "passerelle_prompt_tokens_total", Type.COUNTER, "Tokens read.", "endpoint", "model"),
    COMPLETION_TOKENS(
            "passerelle_completion_tokens_total",
            Type.COUNTER,
            "Tokens generated, also for clients that left.",
            "endpoint",
            "model"),
    TIME_TO_FIRST_TOKEN(
            "passerelle_time_to_first_token_seconds",
            Type.HISTOGRAM,
            "From the request's headers to its first generated text.",
            "endpoint",
            "model"),
    INTER_TOKEN_LATENCY(
            "passerelle_inter_token_latency_seconds",
            Type.HISTOGRAM,
            "Between one piece of generated text and the next, divided by its tokens.",
            "endpoint",
            "model"),
    QUEUE_DEPTH("passerelle_queue_depth", Type.GAUGE, "Requests waiting for a slot.", "model"),
    SLOTS_ACTIVE("passerelle_slots_active", Type.GAUGE, "Sequences holding a slot.", "model"),
    SLOTS_CAPACITY(
            "passerelle_slots_capacity", Type.GAUGE, "Sequences that can run at once.", "model"),
    KV_TOKENS_USED(
            "passerelle_kv_tokens_used", Type.GAUGE, "Tokens held in the KV cache.", "model"),
    KV_TOKENS_CAPACITY(
            "passerelle_kv_tokens_capacity", Type.GAUGE, "Tokens the KV cache can hold.", "model");

    /// How a value behaves.
    public enum Type {
        COUNTER,
        GAUGE,
        HISTOGRAM
    }

    private final String exposed;
    private final Type type;
    private final String help;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<String> labels;

    Metric(String exposed, Type type, String help, String... labels) {
        this.exposed = exposed;
        this.type = type;
        this.help = help;
        this.labels = List.of(labels);
    }

    /// The name a scrape shows.
    public String exposed() {
        return exposed;
    }

    public Type type() {
        return type;
    }

    public String help() {
        return help;
    }

    public List<String> labels() {
        return labels;
    }
}
