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
    CANCEL_LATENCY(
            "passerelle_cancel_latency_seconds",
            Type.HISTOGRAM,
            "From when a client is seen to have left to when its request holds nothing any more: no place, connection, reservation or open record.",
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
            "Between one piece of generated text and the next, divided by its tokens; of an answer that comes whole, the average.",
            "endpoint",
            "model"),
    QUEUE_DEPTH("passerelle_queue_depth", Type.GAUGE, "Requests waiting for a slot.", "model"),
    SLOTS_ACTIVE("passerelle_slots_active", Type.GAUGE, "Sequences holding a slot.", "model"),
    SLOTS_CAPACITY(
            "passerelle_slots_capacity", Type.GAUGE, "Sequences that can run at once.", "model"),
    KV_TOKENS_USED(
            "passerelle_kv_tokens_used", Type.GAUGE, "Tokens held in the KV cache.", "model"),
    KV_TOKENS_CAPACITY(
            "passerelle_kv_tokens_capacity", Type.GAUGE, "Tokens the KV cache can hold.", "model"),
    PREFIX_CACHE_QUERIED(
            "passerelle_prefix_cache_queried_tokens_total",
            Type.COUNTER,
            "Prompt tokens that were looked for in the prefix cache, since the model was loaded.",
            "model"),
    PREFIX_CACHE_HITS(
            "passerelle_prefix_cache_hit_tokens_total",
            Type.COUNTER,
            "Prompt tokens that were found there, and not read again, since the model was loaded.",
            "model"),
    MODEL_STATE(
            "passerelle_model_state",
            Type.GAUGE,
            "1 for the state a model is in, 0 for the others: idle, downloading, verifying, importing, loading, ready, failed.",
            "model",
            "state"),
    MODEL_LOADS(
            "passerelle_model_loads_total",
            Type.COUNTER,
            "Attempts to load a model, by outcome: ready, failed, no-memory, interrupted.",
            "model",
            "outcome"),
    MODEL_LOAD_DURATION(
            "passerelle_model_load_duration_seconds",
            Type.HISTOGRAM,
            "From the beginning of a load that succeeded to readiness, downloads included.",
            "model"),
    MODEL_EVICTIONS(
            "passerelle_model_evictions_total",
            Type.COUNTER,
            "Times a model was unloaded to make room for another.",
            "model"),
    MODEL_REFRESHES(
            "passerelle_model_refreshes_total",
            Type.COUNTER,
            "Questions to the hub for a newer revision, by outcome: unchanged, swapped, failed.",
            "model",
            "outcome"),
    MODEL_LAST_REFRESH(
            "passerelle_model_last_refresh_timestamp_seconds",
            Type.GAUGE,
            "When the hub was last asked and what it has is served; absent before the first time.",
            "model"),
    MODEL_DOWNLOADED(
            "passerelle_model_downloaded_bytes_total",
            Type.COUNTER,
            "Bytes of a model's files that arrived, those thrown away included.",
            "model"),
    MEMORY_BUDGET(
            "passerelle_memory_budget_bytes", Type.GAUGE, "Memory that models may take together."),
    MEMORY_RESERVED(
            "passerelle_memory_reserved_bytes",
            Type.GAUGE,
            "Memory reserved for a model, versions on their way in and out included.",
            "model"),
    AUTHENTICATION_FAILURES(
            "passerelle_authentication_failures_total",
            Type.COUNTER,
            "Requests whose sender was not recognised, by what they sent: missing (nothing), malformed (no bearer token), key, token (a JWT).",
            "reason"),
    ADMISSION_REFUSALS(
            "passerelle_admission_refusals_total",
            Type.COUNTER,
            "Requests that a limit had no room for, by whom it binds and what it counts.",
            "scope",
            "measure"),
    ADMISSION_DURATION(
            "passerelle_admission_duration_seconds",
            Type.HISTOGRAM,
            "From the request's headers until its tokens are counted and reserved, without the time its body took to come.",
            "endpoint"),
    QUEUE_DURATION(
            "passerelle_queue_duration_seconds",
            Type.HISTOGRAM,
            "From a request's admission until a model began with it.",
            "model"),
    TOKENS_CHARGED(
            "passerelle_tokens_charged_total",
            Type.COUNTER,
            "Tokens that requests were charged in the end, prompts included.",
            "model"),
    TOKENS_REFUNDED(
            "passerelle_tokens_refunded_total",
            Type.COUNTER,
            "Tokens that requests had reserved and did not use.",
            "model"),
    LEDGER_BACKLOG(
            "passerelle_ledger_backlog",
            Type.GAUGE,
            "Usage records that have not reached the database yet."),
    LIMITS_AVAILABLE(
            "passerelle_limits_available",
            Type.GAUGE,
            "1 if limits are counted where the configuration says; 0 while Redis does not answer, and requests are refused or limits counted by this gateway alone."),
    DEPLOYMENT_UP(
            "passerelle_deployment_up",
            Type.GAUGE,
            "1 if calls go to a deployment; 0 while its circuit is open, its health check fails or it has had enough.",
            "model",
            "deployment",
            "region"),
    DEPLOYMENT_BREAKER_OPEN(
            "passerelle_deployment_breaker_open",
            Type.GAUGE,
            "1 while the circuit of a deployment is open.",
            "model",
            "deployment",
            "region"),
    DEPLOYMENT_OUTSTANDING(
            "passerelle_deployment_outstanding_tokens",
            Type.GAUGE,
            "Tokens of the calls under way at a deployment: their prompts, and the most they may generate.",
            "model",
            "deployment",
            "region"),
    DEPLOYMENT_ATTEMPTS(
            "passerelle_deployment_attempts_total",
            Type.COUNTER,
            "Times a deployment was asked, by outcome: answered, failed, refused (the request or the limits of its caller are at fault), no_room (its own limits or queue), cancelled.",
            "model",
            "deployment",
            "region",
            "outcome"),
    DEPLOYMENT_FAILURES(
            "passerelle_deployment_failures_total",
            Type.COUNTER,
            "Attempts that failed and answers that broke off, by kind: unreachable, first_token_timeout, stalled, broken, garbage, error, rate_limited, credentials, unknown_model, loop (the call came from there).",
            "model",
            "deployment",
            "region",
            "kind"),
    DEPLOYMENT_FIRST_TOKEN(
            "passerelle_deployment_time_to_first_token_seconds",
            Type.HISTOGRAM,
            "From asking a deployment to the first part of its answer.",
            "model",
            "deployment",
            "region"),
    RETRIES(
            "passerelle_retries_total",
            Type.COUNTER,
            "Calls that failed elsewhere and were sent to this deployment.",
            "model",
            "deployment",
            "region"),
    RETRIES_REFUSED(
            "passerelle_retries_refused_total",
            Type.COUNTER,
            "Calls that were not tried again since too many were.",
            "model"),
    FALLBACKS(
            "passerelle_fallbacks_total",
            Type.COUNTER,
            "Calls that went to the deployments of another model.",
            "from",
            "to"),
    HEDGES(
            "passerelle_hedges_total",
            Type.COUNTER,
            "Calls sent to a second deployment since the first took long, by whether the second answered first: won, lost.",
            "model",
            "outcome"),
    SHADOWS(
            "passerelle_shadows_total",
            Type.COUNTER,
            "Copies for a shadow deployment, by outcome: answered, failed, skipped.",
            "model",
            "deployment",
            "region",
            "outcome"),
    CACHE_REQUESTS(
            "passerelle_cache_requests_total",
            Type.COUNTER,
            "Calls the response cache saw, by outcome: hit, shared (by the work of another call), miss, bypass.",
            "model",
            "outcome"),
    CACHE_BYTES("passerelle_cache_bytes", Type.GAUGE, "Memory that kept answers take."),
    ACCESS_LOG_DROPPED(
            "passerelle_access_log_dropped_total",
            Type.COUNTER,
            "Lines of the access log that were not written, since writing was too slow or failed."),
    CONFIG_RELOADS(
            "passerelle_config_reloads_total",
            Type.COUNTER,
            "Changed configurations that were read, by outcome: applied, refused (the old one stays).",
            "outcome"),
    PROCESS_CPU(
            "process_cpu_seconds_total",
            Type.COUNTER,
            "Processor time the gateway's process has used."),
    PROCESS_MEMORY(
            "process_resident_memory_bytes",
            Type.GAUGE,
            "Memory the gateway's process holds, heap or not; on Linux only.");

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
