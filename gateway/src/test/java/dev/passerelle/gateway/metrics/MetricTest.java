package dev.passerelle.gateway.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.passerelle.gateway.Documentation;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class MetricTest {

    @Test
    void isWhatTheDocumentationSays() {
        assertThat(Documentation.rows("metrics.md"))
                .containsExactlyElementsOf(
                        Arrays.stream(Metric.values()).map(MetricTest::row).toList());
    }

    private static String row(Metric metric) {
        String labels =
                metric.labels().stream().map(l -> "`" + l + "`").collect(Collectors.joining(", "));
        return "| `%s` | %s | %s | %s |"
                .formatted(
                        metric.exposed(),
                        metric.type().name().toLowerCase(Locale.ROOT),
                        labels,
                        metric.help());
    }
}
