package dev.passerelle.runtime.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.FloatBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LogitsRowTest {

    @Test
    void weightsAreExponentials() {
        float[] logits = new float[2000];
        Random random = new Random(1);
        for (int i = 0; i < logits.length; i++) {
            logits[i] = random.nextFloat() * 90 - 60;
        }
        LogitsRow row = row(logits);
        float max = logits[row.argmax()];
        float[] weights = row.weights(0.7f);
        for (int i = 0; i < logits.length; i++) {
            double exact = Math.exp((logits[i] - (double) max) / 0.7f);
            assertThat((double) weights[i]).isCloseTo(exact, within(exact * 1e-4 + 1e-37));
        }
    }

    @Test
    void logSumExpNormalises() {
        assertThat(row(0, 0, 0, 0).logSumExp()).isCloseTo(Math.log(4), within(1e-6));
        assertThat(row(1000, 1000).logSumExp()).isCloseTo(1000 + Math.log(2), within(1e-6));
    }

    @Test
    void argmaxTakesTheLowestIdAmongEquals() {
        assertThat(row(1, 5, 5, 2).argmax()).isEqualTo(1);
    }

    @Test
    void readsItsOwnRow() {
        LogitsRow row = new LogitsRow(2);
        row.load(FloatBuffer.wrap(new float[] {9, 0, 0, 9, 1, 2}), 1);
        assertThat(row.argmax()).isEqualTo(1);
    }

    @Test
    void refusesWhatIsNotANumber() {
        assertThatThrownBy(() -> row(1, Float.NaN, 2)).isInstanceOf(ArithmeticException.class);
    }

    static LogitsRow row(float... logits) {
        LogitsRow row = new LogitsRow(logits.length);
        row.load(FloatBuffer.wrap(logits), 0);
        return row;
    }
}
