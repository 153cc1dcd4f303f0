package dev.passerelle.loadtests.arrivals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.passerelle.loadtests.plan.Arrivals;
import dev.passerelle.loadtests.plan.Scenario;
import dev.passerelle.loadtests.plan.ScenarioException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TraceScheduleTest {
    private static final String AZURE = "TIMESTAMP,ContextTokens,GeneratedTokens;";

    @TempDir Path folder;

    private Scenario trace(String text, double speed, Duration duration, long requests)
            throws IOException {
        var file = Files.writeString(folder.resolve("trace.csv"), text);
        return Scenarios.of(new Arrivals.Trace(file, speed), duration, requests, 1);
    }

    private Scenario trace(String text) throws IOException {
        return trace(text, 1, Duration.ZERO, 0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                AZURE
                        + "2023-11-16 23:59:59.9799600,374,44;"
                        + "2023-11-17 00:00:00.9799601,396,109;",
                AZURE
                        + "2024-05-10 00:00:00.009930+00:00,374,44\r;"
                        + "2024-05-10 01:00:01.009930100+01:00,396,109\r;",
                AZURE + "2024-05-10 00:00:00,374,44;;2024-05-10T00:00:01.0000001Z,396,109",
                "timestamp,prompt_tokens,output_tokens;0.5,374,44;1.5000001,396,109;",
                "\uFEFFoutput_tokens, model, prompt_tokens, timestamp;"
                        + "44,\"a,b\",374,1e3;109,c,396,1001.0000001;",
                "arrived_at,num_prefill_tokens,num_decode_tokens;5,374.0,44;6.0000001,396,109;",
                "Timestamp,Model,Request tokens,Response tokens,Total tokens,Log Type;"
                        + "5,ChatGPT,374,44,418,API log;6.0000001,ChatGPT,396,109,505,API log;"
            })
    void publicForms(String text) throws IOException {
        assertThat(Scenarios.all(trace(text.replace(';', '\n'))))
                .containsExactly(
                        new Arrival(0, new Lengths(374, 44)),
                        new Arrival(1_000_000_100, new Lengths(396, 109)));
    }

    @Test
    void speedAndBounds() throws IOException {
        String text = "timestamp,prompt_tokens,output_tokens\n0,1,1\n2,2,2\n4,3,3\n6,4,4\n";
        assertThat(Scenarios.seconds(trace(text, 4, Duration.ZERO, 0)))
                .containsExactly(0, 0.5, 1, 1.5);
        assertThat(Scenarios.seconds(trace(text, 1, Duration.ofSeconds(4), 0)))
                .containsExactly(0, 2);
        assertThat(Scenarios.seconds(trace(text, 1, Duration.ZERO, 3))).containsExactly(0, 2, 4);
        assertThat(Schedules.expected(trace(text, 2, Duration.ZERO, 0)))
                .isEqualTo(new Expected(4, 3, 1, 2.5, 2.5));
    }

    @Test
    void isReadAsItIsNeeded() throws IOException {
        var scenario = trace("timestamp,prompt_tokens,output_tokens\n0,1,1\n2,2,2\n4,oops,3\n");
        try (var schedule = Schedules.of(scenario)) {
            assertThat(schedule.next().offset()).isZero();
            assertThatThrownBy(schedule::next).hasMessageContaining("line 4");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1,1,1;1,x,1 | line 3: holds 'x', which is no number of tokens",
                "1,1,1;1,1,-1 | line 3: holds '-1', which is no number of tokens",
                "1,1,1;1,1 | line 3: has only 2 fields",
                "1,1,1;;2,1,1;1,1,1; | line 5: is before the line above it; sort the file by time",
                "1,1,1;1,1,1;noon,1,1 | line 4: holds 'noon', which is neither seconds nor",
                "2024-13-10 00:00:00,1,1 | line 2: holds '2024-13-10 00:00:00'",
                "1700000000000,1,1 | line 2: holds '1700000000000', too large for seconds",
                "1,1,1;1,\"1 | line 3:"
            })
    void errorsNameFileAndLine(String lines, String message) throws IOException {
        String rows = lines.replace(';', '\n');
        var scenario = trace("timestamp,prompt_tokens,output_tokens\n" + rows);
        assertThatThrownBy(() -> Scenarios.all(scenario))
                .isInstanceOf(ScenarioException.class)
                .hasMessageContaining("trace.csv, " + message);
    }

    @Test
    void filesThatAreNoTrace() throws IOException {
        assertWrong(trace(""), "is empty");
        assertWrong(trace(AZURE.replace(';', '\n')), "has no requests");
        assertWrong(trace("timestamp,prompt_tokens\n1,1\n"), "has no column output_tokens or");
        var missing = new Arrivals.Trace(folder.resolve("none.csv"), 1);
        assertWrong(Scenarios.of(missing, 1), "none.csv does not exist");
        var binary = Files.write(folder.resolve("binary.csv"), new byte[] {(byte) 0xff, 1, 2});
        assertWrong(Scenarios.of(new Arrivals.Trace(binary, 1), 1), "is not UTF-8");
    }

    private static void assertWrong(Scenario scenario, String why) {
        assertThatThrownBy(() -> Schedules.of(scenario))
                .isInstanceOf(ScenarioException.class)
                .hasMessageContaining(why);
    }
}
