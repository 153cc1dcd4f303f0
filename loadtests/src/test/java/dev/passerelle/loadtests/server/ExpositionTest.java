package dev.passerelle.loadtests.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpositionTest {

    private static MetricLine only(String text) {
        List<MetricLine> lines = Exposition.parse(text);
        assertThat(lines).hasSize(1);
        return lines.getFirst();
    }

    @Test
    void readsNamesLabelsAndValues() {
        assertThat(
                        Exposition.parse(
                                """
                                # HELP http_requests_total The total number of HTTP requests.
                                # TYPE http_requests_total counter
                                http_requests_total{method="post",code="200"} 1027 1395066363000

                                plain 3
                                """))
                .containsExactly(
                        new MetricLine(
                                "http_requests_total",
                                Map.of("method", "post", "code", "200"),
                                1027),
                        new MetricLine("plain", Map.of(), 3));
    }

    @Test
    void readsEscapesInLabels() {
        MetricLine line =
                only(
                        "msdos_file_access_time_seconds{path=\"C:\\\\DIR\\\\FILE.TXT\",error=\"Cannot find"
                                + " file:\\n\\\"FILE.TXT\\\"\"} 1.458255915e9");
        assertThat(line.labels())
                .containsEntry("path", "C:\\DIR\\FILE.TXT")
                .containsEntry("error", "Cannot find file:\n\"FILE.TXT\"");
        assertThat(line.value()).isEqualTo(1.458255915e9);
    }

    @Test
    void readsBracesCommasAndBlanksWhereTheyMayBe() {
        assertThat(only("a { b = \"}, {\" , c=\"=\", } 1").labels())
                .isEqualTo(Map.of("b", "}, {", "c", "="));
        assertThat(only("a{} 2\t").value()).isEqualTo(2);
        assertThat(only("vllm:num_requests_running{engine=\"0\"} 1.0").name())
                .isEqualTo("vllm:num_requests_running");
        assertThat(only("a 1\r\n").value()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "+Inf, Infinity",
        "-Inf, -Infinity",
        "NaN, NaN",
        "1e-3, 0.001",
        "2.5E+7, 25000000",
        "-0, -0.0",
        "1.7560473e+07, 17560473"
    })
    void readsNumbers(String written, Double meant) {
        assertThat(only("x " + written).value()).isEqualTo(meant);
    }

    @Test
    void readsOpenMetricsWithExemplarsAndItsEnd() {
        assertThat(
                        Exposition.parse(
                                """
                                # TYPE foo histogram
                                # UNIT foo_seconds seconds
                                foo_bucket{le="0.1"} 8 # {} 0.054
                                foo_bucket{le="1.0"} 11 # {trace_id="KOO5S4vxi0o"} 0.67
                                foo_bucket{le="+Inf"} 17 1520430000.123 # {trace_id="oHg5SJ#}YRHA0"} 9.8
                                foo_count 17
                                # EOF
                                """))
                .extracting(MetricLine::value)
                .containsExactly(8.0, 11.0, 17.0, 17.0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE html><html></html>",
                "{\"error\": \"not found\"}",
                "a{b=\"c\" 1",
                "a{b=c} 1",
                "a{b=\"c} 1",
                "a{b=\"c\"}",
                "a",
                "a one"
            })
    void refusesWhatIsOfAnotherFormat(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Exposition.parse(text));
    }

    @Test
    void neverFailsInAnotherWay() {
        var random = new SplittableRandom(7);
        String whole =
                "some_metric{label=\"va\\\\lue\",other=\"x\"} 12.5 1395066363000 # {a=\"b\"} 1";
        for (int i = 0; i < 20_000; i++) {
            char[] text = whole.toCharArray();
            for (int change = random.nextInt(4); change >= 0; change--) {
                text[random.nextInt(text.length)] = (char) random.nextInt(32, 127);
            }
            String broken = new String(text, 0, random.nextInt(text.length + 1));
            try {
                assertThat(Exposition.parse(broken)).hasSizeLessThan(2);
            } catch (IllegalArgumentException e) {
                assertThat(e).hasMessageContaining("Prometheus");
            }
        }
    }
}
