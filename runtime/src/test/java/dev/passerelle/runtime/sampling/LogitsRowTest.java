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

    @Test
    void findsTheLargestWhereverItIs() {
        Random random = new Random(4);
        for (int size : new int[] {1, 63, 1024, 1025, 5000}) {
            float[] logits = new float[size];
            for (int i = 0; i < size; i++) {
                logits[i] = -random.nextFloat();
            }
            int largest = random.nextInt(size);
            logits[largest] = 0;
            assertThat(row(logits).argmax()).isEqualTo(largest);
            logits[size - 1] = Float.NaN;
            assertThatThrownBy(() -> row(logits)).isInstanceOf(ArithmeticException.class);
        }
    }

    @Test
    void onlyAllowedTokensAreChosenAndTheOthersWeighNothing() {
        float[] logits = new float[200];
        logits[5] = 9;
        logits[70] = 3;
        logits[130] = 2;
        LogitsRow row = row(logits);
        row.allowOnly(new long[] {-1L & ~(1L << 5), 1L << 6, 1L << 2, 1L << 7});
        assertThat(row.argmax()).isEqualTo(70);
        assertThat(row.logit(5)).isEqualTo(9);
        float[] weights = row.weights(1);
        for (int token = 0; token < 200; token++) {
            boolean allowed =
                    token < 64 && token != 5 || token == 70 || token == 130 || token == 199;
            assertThat(weights[token] > 0).isEqualTo(allowed);
        }
        row.allowOnly(new long[] {1L << 5, -1L});
        assertThat(row.argmax()).isEqualTo(70);
        row.allowOnly(new long[0]);
        assertThatThrownBy(row::argmax).isInstanceOf(ArithmeticException.class);
    }

    @Test
    void theModelsProbabilitiesDontDependOnWhatIsAllowed() {
        LogitsRow row = row(1, 2, 3);
        double before = row.logSumExp();
        row.allowOnly(new long[] {1});
        assertThat(row.logSumExp()).isEqualTo(before);
        assertThat(row.argmax()).isZero();
    }

    static LogitsRow row(float... logits) {
        LogitsRow row = new LogitsRow(logits.length);
        row.load(FloatBuffer.wrap(logits), 0);
        return row;
    }
}
