package dev.passerelle.gateway.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.passerelle.gateway.config.ResilienceConfig;
import dev.passerelle.gateway.routing.Circuit.Leave;
import dev.passerelle.gateway.routing.DeploymentStatus.State;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CircuitTest {
    private static final ResilienceConfig CONFIG =
            new ResilienceConfig(20, 10, 3, Duration.ofSeconds(10));

    private long nanos;
    private final Surroundings surroundings =
            new Surroundings(
                    () -> Instant.EPOCH.plusNanos(nanos), () -> nanos, new Random(1), _ -> {});
    private final Circuit circuit = new Circuit(surroundings, null);

    private void pass(Duration duration) {
        nanos += duration.toNanos();
    }

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            circuit.failed(circuit.enter(), "failed", CONFIG);
        }
    }

    @Test
    void opensAfterFailuresInARow() {
        fail(2);
        circuit.completed();
        fail(2);
        assertThat(circuit.state()).isEqualTo(State.UP);
        fail(1);
        assertThat(circuit.state()).isEqualTo(State.OPEN);
        assertThat(circuit.left()).isEqualTo(Duration.ofSeconds(10));
        assertThat(circuit.enter()).isEqualTo(Leave.NO);
    }

    @Test
    void oneCallTriesWhenThePauseIsOver() {
        fail(3);
        pass(Duration.ofSeconds(10));
        assertThat(circuit.free()).isTrue();
        Leave trial = circuit.enter();
        assertThat(trial).isEqualTo(Leave.TRIAL);
        assertThat(circuit.enter()).isEqualTo(Leave.NO);
        circuit.failed(trial, "failed", CONFIG);
        assertThat(circuit.left()).isEqualTo(Duration.ofSeconds(10));
        pass(Duration.ofSeconds(10));
        circuit.began(circuit.enter(), CONFIG);
        assertThat(circuit.state()).isEqualTo(State.UP);
        assertThat(circuit.enter()).isEqualTo(Leave.YES);
    }

    @Test
    void opensAtOnceIfTheTrialsAnswerBreaksOff() {
        fail(3);
        pass(Duration.ofSeconds(10));
        circuit.began(circuit.enter(), CONFIG);
        circuit.failed(Leave.YES, "broke off", CONFIG);
        assertThat(circuit.state()).isEqualTo(State.OPEN);
    }

    @Test
    void anotherTriesIfTheTrialWasGivenUp() {
        fail(3);
        pass(Duration.ofSeconds(10));
        circuit.abandoned(circuit.enter());
        assertThat(circuit.enter()).isEqualTo(Leave.TRIAL);
    }

    @Test
    void callsThatBeganBeforeDontProlongThePause() {
        fail(3);
        pass(Duration.ofSeconds(5));
        circuit.failed(Leave.YES, "late", CONFIG);
        assertThat(circuit.left()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void coolsNoLongerThanTenMinutes() {
        circuit.cool(circuit.enter(), "enough", Duration.ofDays(1));
        assertThat(circuit.left()).isEqualTo(Duration.ofMinutes(10));
        pass(Duration.ofMinutes(10));
        assertThat(circuit.enter()).isEqualTo(Leave.YES);
    }

    @Test
    void aGoodLookEndsWhatAWrongKeyBegan() {
        circuit.open(circuit.enter(), "wrong key", CONFIG);
        assertThat(circuit.enter()).isEqualTo(Leave.NO);
        circuit.probed(true);
        assertThat(circuit.enter()).isEqualTo(Leave.YES);
    }

    @Test
    void aGoodLookDoesntEndWhatFailuresBegan() {
        fail(3);
        circuit.probed(true);
        assertThat(circuit.state()).isEqualTo(State.OPEN);
    }

    @Test
    void isOutWhileItsHealthCheckFails() {
        circuit.probed(false);
        pass(Duration.ofHours(1));
        circuit.probed(false);
        assertThat(circuit.enter()).isEqualTo(Leave.NO);
        assertThat(circuit.block()).extracting(Circuit.Block::since).isEqualTo(Instant.EPOCH);
        circuit.probed(true);
        assertThat(circuit.enter()).isEqualTo(Leave.YES);
    }
}
