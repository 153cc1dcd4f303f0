package dev.passerelle.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class StagesTest {

    @Test
    void doesntCountAClientsSlowUploadAsAdmission() {
        long hour = Duration.ofHours(1).toNanos();
        Stages stages = new Stages(System.nanoTime() - hour);
        stages.uploaded(hour);
        assertThat(stages.admissionNanos()).isBetween(0L, hour / 2);
        stages.admitted();
        assertThat(stages.admissionNanos()).isBetween(0L, hour / 2);
        assertThat(stages.latency().total()).isGreaterThanOrEqualTo(Duration.ofHours(1));
    }
}
