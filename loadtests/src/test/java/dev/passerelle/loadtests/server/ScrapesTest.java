package dev.passerelle.loadtests.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.passerelle.loadtests.result.ServerSide;
import dev.passerelle.loadtests.result.Spread;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ScrapesTest {
    private final Scrapes scrapes = new Scrapes();

    private void scrape(double time, String text) {
        scrapes.add(Scrape.of(time, Exposition.parse(text)));
    }

    private List<Double> series(String id) {
        return Objects.requireNonNull(scrapes.result("").series().get(id));
    }

    @Test
    void understandsPasserelle() {
        scrape(
                0.5,
                """
                passerelle_queue_depth{model="a"} 2.0
                passerelle_queue_depth{model="b"} 1.0
                passerelle_slots_active{model="a"} 4.0
                passerelle_slots_capacity{model="a"} 4.0
                passerelle_requests_in_flight{endpoint="/v1/chat/completions"} 9.0
                passerelle_kv_tokens_used{model="a"} 300.0
                passerelle_kv_tokens_capacity{model="a"} 1200.0
                process_cpu_seconds_total 10.0
                process_resident_memory_bytes 1.5e9
                """);
        scrape(2.5, "process_cpu_seconds_total 13.0\npasserelle_queue_depth{model=\"a\"} 0\n");
        ServerSide side = scrapes.result("");
        assertThat(side.software()).isEqualTo("passerelle");
        assertThat(side.times()).containsExactly(0.5, 2.5);
        assertThat(series("queue_depth")).containsExactly(3.0, 0.0);
        assertThat(series("running")).containsExactly(4.0, null);
        assertThat(series("slots")).containsExactly(4.0, null);
        assertThat(series("kv_used")).containsExactly(0.25, null);
        assertThat(series("cpu")).containsExactly(null, 1.5);
        assertThat(series("memory")).containsExactly(1.5e9, null);
        assertThat(side.cancelLatency()).isNull();
    }

    @Test
    void understandsVllm() {
        scrape(
                1,
                """
                # TYPE vllm:num_requests_running gauge
                vllm:num_requests_running{engine="0",model_name="Qwen/Qwen3-0.6B"} 12.0
                vllm:num_requests_running{engine="1",model_name="Qwen/Qwen3-0.6B"} 10.0
                vllm:num_requests_waiting{engine="0",model_name="Qwen/Qwen3-0.6B"} 3.0
                vllm:kv_cache_usage_perc{engine="0",model_name="Qwen/Qwen3-0.6B"} 0.5
                vllm:kv_cache_usage_perc{engine="1",model_name="Qwen/Qwen3-0.6B"} 0.25
                """);
        assertThat(scrapes.result("").software()).isEqualTo("vllm");
        assertThat(series("running")).containsExactly(22.0);
        assertThat(series("queue_depth")).containsExactly(3.0);
        assertThat(series("kv_used")).containsExactly(0.375);
    }

    @Test
    void understandsOlderVllmLlamaCppAndTgi() {
        scrape(0, "vllm:gpu_cache_usage_perc{model_name=\"x\"} 0.7\n");
        scrape(1, "llamacpp:requests_processing 2\nllamacpp:requests_deferred 5\n");
        scrape(2, "tgi_queue_size 7\ntgi_batch_current_size 8\n");
        assertThat(series("kv_used")).containsExactly(0.7, null, null);
        assertThat(series("running")).containsExactly(null, 2.0, 8.0);
        assertThat(series("queue_depth")).containsExactly(null, 5.0, 7.0);
    }

    @Test
    void doesNotSayHowBusyAProcessIsThatWasStartedAnew() {
        scrape(0, "process_cpu_seconds_total 100");
        scrape(1, "process_cpu_seconds_total 1");
        scrape(2, "process_cpu_seconds_total 1.5");
        assertThat(series("cpu")).containsExactly(null, null, 0.5);
        assertThat(scrapes.result("").software()).isEmpty();
    }

    @Test
    void leavesOutWhatIsNoNumber() {
        scrape(
                0,
                "tgi_queue_size NaN\npasserelle_kv_tokens_used 0\npasserelle_kv_tokens_capacity 0");
        assertThat(series("queue_depth")).containsExactly((Double) null);
        assertThat(series("kv_used")).containsExactly((Double) null);
    }

    @Test
    void estimatesHowLongDeparturesTookFromWhatTheHistogramGained() {
        String histogram =
                """
                passerelle_cancel_latency_seconds_bucket{endpoint="e",model="m",le="0.01"} %d
                passerelle_cancel_latency_seconds_bucket{endpoint="e",model="m",le="0.02"} %d
                passerelle_cancel_latency_seconds_bucket{endpoint="e",model="m",le="+Inf"} %d
                passerelle_cancel_latency_seconds_count{endpoint="e",model="m"} %d
                passerelle_cancel_latency_seconds_sum{endpoint="e",model="m"} %s
                """;
        scrape(0, histogram.formatted(100, 100, 100, 100, "0.5"));
        scrape(1, histogram.formatted(150, 200, 200, 200, "1.7"));
        Spread spread = Objects.requireNonNull(scrapes.result("").cancelLatency());
        assertThat(spread.count()).isEqualTo(100);
        assertThat(spread.mean()).isCloseTo(12, within(1e-9));
        assertThat(spread.p50()).isCloseTo(10, within(1e-9));
        assertThat(spread.p75()).isCloseTo(15, within(1e-9));
        assertThat(spread.p99()).isCloseTo(19.8, within(1e-9));
        assertThat(spread.min()).isZero();
        assertThat(spread.max()).isCloseTo(20, within(1e-9));
        assertThat(spread.deviation()).isCloseTo(5, within(1e-9));
    }

    @Test
    void countsWhatIsBeyondTheLastBoundAsThatBound() {
        scrape(0, "");
        scrape(
                1,
                """
                passerelle_cancel_latency_seconds_bucket{le="5.0"} 0
                passerelle_cancel_latency_seconds_bucket{le="+Inf"} 2
                passerelle_cancel_latency_seconds_sum 14
                """);
        Spread spread = Objects.requireNonNull(scrapes.result("").cancelLatency());
        assertThat(spread.p50()).isEqualTo(5000);
        assertThat(spread.max()).isEqualTo(5000);
        assertThat(spread.mean()).isEqualTo(7000);
    }
}
