package dev.passerelle.loadtests.plan.reading;

import static org.assertj.core.api.Assertions.assertThat;

import dev.passerelle.loadtests.plan.Arrivals;
import dev.passerelle.loadtests.plan.Scenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArrivalsReadingTest {
    @TempDir Path directory;

    @Test
    void arrivalsOfEveryKind() throws IOException {
        Path trace = Files.writeString(directory.resolve("trace.csv"), "");

        assertThat(flags("--arrivals", "constant", "--rate", "5").arrivals())
                .isEqualTo(new Arrivals.Constant(5));
        assertThat(flags("--ramp", "1..20").arrivals()).isEqualTo(new Arrivals.Ramp(1, 20));
        Scenario steps = flags("--steps", "5/10s,20/1m");
        assertThat(steps.arrivals())
                .isEqualTo(
                        new Arrivals.Steps(
                                List.of(
                                        new Arrivals.Step(5, Duration.ofSeconds(10)),
                                        new Arrivals.Step(20, Duration.ofMinutes(1)))));
        assertThat(steps.bounds().duration()).isEqualTo(Duration.ofSeconds(70));
        assertThat(flags("--users", "8", "--think", "2s").arrivals())
                .extracting(Object::toString)
                .isEqualTo("Users[count=8, think=2]");
        assertThat(flags("--trace", trace.toString(), "--trace-speed", "10").arrivals())
                .isEqualTo(new Arrivals.Trace(trace, 10));
        assertThat(flags("--sweep", "").arrivals())
                .isEqualTo(new Arrivals.Sweep(0, 10_000, Duration.ofSeconds(20), 0.1));
        assertThat(flags("--sweep", "from=1,to=50,precision=0.05", "--sweep-step", "5s").arrivals())
                .isEqualTo(new Arrivals.Sweep(1, 50, Duration.ofSeconds(5), 0.05));
    }

    @Test
    void flagsOfAnotherKindReplaceTheArrivalsOfAFile() throws IOException {
        Path file = file("arrivals: { kind: bursts, rate: 20, on: 1s }");

        assertThat(reader(Map.of()).read(file, Map.of("--ramp", List.of("1..2"))).arrivals())
                .isEqualTo(new Arrivals.Ramp(1, 2));
        assertThat(reader(Map.of()).read(file, Map.of("--rate", List.of("3"))).arrivals())
                .isEqualTo(new Arrivals.Bursts(3, Duration.ofSeconds(1), 0, Duration.ofSeconds(5)));
    }

    private static Scenario flags(String... namesAndTexts) {
        Map<String, List<String>> flags = new LinkedHashMap<>();
        for (int i = 0; i < namesAndTexts.length; i += 2) {
            flags.put(namesAndTexts[i], List.of(namesAndTexts[i + 1]));
        }
        return reader(Map.of()).read(null, flags);
    }

    private static ScenarioReader reader(Map<String, String> environment) {
        return new ScenarioReader(environment);
    }

    private Path file(String text) throws IOException {
        return Files.writeString(directory.resolve("scenario.yaml"), text);
    }
}
