package dev.passerelle.gateway.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.passerelle.gateway.backend.ServedModels;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessMetersTest {

    @Test
    void isInEveryScrape() {
        var metrics = new GatewayMetrics(new ServedModels(List.of()), () -> 0, () -> 1);
        assertThat(new String(metrics.scrape(), StandardCharsets.UTF_8))
                .containsPattern("(?m)^process_cpu_seconds_total [0-9.]+$")
                .contains("# TYPE process_resident_memory_bytes gauge");
    }

    @Test
    void readsWhatLinuxSays(@TempDir Path folder) throws IOException {
        Path status = folder.resolve("status");
        Files.writeString(status, "Name:\tjava\nVmHWM:\t  300000 kB\nVmRSS:\t  209024 kB\n");
        assertThat(ProcessMeters.residentBytes(status)).hasValue(209_024L * 1024);
    }

    @Test
    void saysNothingWhereTheSystemDoesNot(@TempDir Path folder) throws IOException {
        assertThat(ProcessMeters.residentBytes(folder.resolve("status"))).isEmpty();
        Path other = Files.writeString(folder.resolve("other"), "Name:\tjava\n");
        assertThat(ProcessMeters.residentBytes(other)).isEmpty();
    }
}
