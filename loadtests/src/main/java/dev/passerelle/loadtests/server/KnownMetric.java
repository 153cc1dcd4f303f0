package dev.passerelle.loadtests.server;

import dev.passerelle.loadtests.result.ServerMetric;
import java.util.Arrays;
import java.util.Optional;

/// The table of metrics that are understood, by what servers call them. The values of all labels
/// (models, engines, deployments) are added up; shares are averaged.
enum KnownMetric {
    PASSERELLE_QUEUE("passerelle", "passerelle_queue_depth", ServerMetric.QUEUE_DEPTH),
    PASSERELLE_ACTIVE("passerelle", "passerelle_slots_active", ServerMetric.RUNNING),
    PASSERELLE_IN_FLIGHT("passerelle", "passerelle_requests_in_flight", ServerMetric.RUNNING),
    PASSERELLE_SLOTS("passerelle", "passerelle_slots_capacity", ServerMetric.SLOTS),
    PASSERELLE_KV(
            "passerelle",
            "passerelle_kv_tokens_used",
            ServerMetric.KV_USED,
            "passerelle_kv_tokens_capacity"),
    VLLM_WAITING("vllm", "vllm:num_requests_waiting", ServerMetric.QUEUE_DEPTH),
    VLLM_RUNNING("vllm", "vllm:num_requests_running", ServerMetric.RUNNING),
    VLLM_KV("vllm", "vllm:kv_cache_usage_perc", ServerMetric.KV_USED, How.AVERAGE),
    VLLM_KV_BEFORE("vllm", "vllm:gpu_cache_usage_perc", ServerMetric.KV_USED, How.AVERAGE),
    LLAMA_DEFERRED("llama.cpp", "llamacpp:requests_deferred", ServerMetric.QUEUE_DEPTH),
    LLAMA_PROCESSING("llama.cpp", "llamacpp:requests_processing", ServerMetric.RUNNING),
    LLAMA_KV("llama.cpp", "llamacpp:kv_cache_usage_ratio", ServerMetric.KV_USED, How.AVERAGE),
    SGLANG_QUEUE("sglang", "sglang:num_queue_reqs", ServerMetric.QUEUE_DEPTH),
    SGLANG_RUNNING("sglang", "sglang:num_running_reqs", ServerMetric.RUNNING),
    SGLANG_KV("sglang", "sglang:token_usage", ServerMetric.KV_USED, How.AVERAGE),
    TGI_QUEUE("tgi", "tgi_queue_size", ServerMetric.QUEUE_DEPTH),
    TGI_BATCH("tgi", "tgi_batch_current_size", ServerMetric.RUNNING),
    CPU("", "process_cpu_seconds_total", ServerMetric.CPU, How.RATE),
    MEMORY("", "process_resident_memory_bytes", ServerMetric.MEMORY);

    private final String software;
    private final String exposed;
    private final ServerMetric meaning;
    private final How how;
    private final String capacity;

    /// How the values of one scrape become one number.
    private enum How {
        SUM,
        AVERAGE,
        /// The sum, divided by that of another metric.
        SHARE,
        /// How fast the sum grows, a second.
        RATE
    }

    KnownMetric(String software, String exposed, ServerMetric meaning) {
        this(software, exposed, meaning, How.SUM, "");
    }

    KnownMetric(String software, String exposed, ServerMetric meaning, How how) {
        this(software, exposed, meaning, how, "");
    }

    KnownMetric(String software, String exposed, ServerMetric meaning, String capacity) {
        this(software, exposed, meaning, How.SHARE, capacity);
    }

    KnownMetric(String software, String exposed, ServerMetric meaning, How how, String capacity) {
        this.software = software;
        this.exposed = exposed;
        this.meaning = meaning;
        this.how = how;
        this.capacity = capacity;
    }

    /// Whose metric it is; empty for one of many programs.
    String software() {
        return software;
    }

    ServerMetric meaning() {
        return meaning;
    }

    /// The first in the table that a scrape has for a meaning.
    static Optional<KnownMetric> of(ServerMetric meaning, Scrape scrape) {
        return Arrays.stream(values())
                .filter(each -> each.meaning == meaning && scrape.has(each.exposed))
                .findFirst();
    }

    /// NaN where it can't be said.
    ///
    /// @param before the scrape before; the same for the first
    double value(Scrape scrape, Scrape before) {
        return switch (how) {
            case SUM -> scrape.sum(exposed);
            case AVERAGE -> scrape.sum(exposed) / scrape.count(exposed);
            case SHARE -> share(scrape.sum(exposed), scrape.sum(capacity));
            case RATE -> rate(scrape, before);
        };
    }

    private static double share(double used, double capacity) {
        return capacity > 0 ? used / capacity : Double.NaN;
    }

    /// A counter that fell belongs to a process that was started anew.
    private double rate(Scrape scrape, Scrape before) {
        double grown = scrape.sum(exposed) - before.sum(exposed);
        double seconds = scrape.time() - before.time();
        return seconds > 0 && grown >= 0 ? grown / seconds : Double.NaN;
    }
}
