package dev.passerelle.gateway.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.passerelle.gateway.Documentation;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DashboardTest {
    private static final Pattern NAME = Pattern.compile("passerelle_\\w+");

    private final JsonNode dashboard =
            JsonMapper.shared().readTree(Documentation.page("grafana/passerelle.json"));

    @Test
    void asksForMetricsThereAre() {
        Set<String> asked = new TreeSet<>();
        dashboard
                .findValues("expr")
                .forEach(expression ->
                        NAME.matcher(expression.stringValue())
                                .results()
                                .forEach(found -> asked.add(found.group())));
        assertThat(asked).isNotEmpty();
        assertThat(series()).containsAll(asked);
    }

    private static Set<String> series() {
        return Arrays.stream(Metric.values())
                .flatMap(metric ->
                        metric.type() == Metric.Type.HISTOGRAM
                                ? Stream.of("_bucket", "_sum", "_count")
                                        .map(suffix -> metric.exposed() + suffix)
                                : Stream.of(metric.exposed()))
                .collect(Collectors.toSet());
    }

    @Test
    void leavesTheSourceOfDataToWhoImportsIt() {
        assertThat(dashboard.at("/templating/list/0/type").stringValue()).isEqualTo("datasource");
        assertThat(dashboard.findValues("uid"))
                .extracting(JsonNode::stringValue)
                .containsOnly("${datasource}", "passerelle");
    }
}
