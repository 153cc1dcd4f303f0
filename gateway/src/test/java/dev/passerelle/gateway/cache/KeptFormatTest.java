package dev.passerelle.gateway.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.passerelle.gateway.answer.Origin;
import dev.passerelle.gateway.answer.Part;
import dev.passerelle.gateway.answer.Tokens;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class KeptFormatTest {
    private static final Kept KEPT =
            new Kept(
                    new Origin("m", "r", "d", "fr"),
                    true,
                    new byte[] {1, 2, 3, 4},
                    new int[] {1, 1, 4},
                    new Tokens(5, 6, 7, false),
                    Instant.parse("2026-05-17T12:00:00.123Z"));

    @Test
    void readsWhatItWrote() {
        Kept read = KeptFormat.read(KeptFormat.write(KEPT)).orElseThrow();
        assertThat(read).usingRecursiveComparison().isEqualTo(KEPT);
    }

    @Test
    void takesNothingElseForAnAnswer() {
        byte[] bytes = KeptFormat.write(KEPT);
        for (int length = 0; length < bytes.length; length++) {
            assertThat(KeptFormat.read(Arrays.copyOf(bytes, length))).isEmpty();
        }
        assertThat(KeptFormat.read(Arrays.copyOf(bytes, bytes.length + 1))).isEmpty();
        bytes[0]++;
        assertThat(KeptFormat.read(bytes)).isEmpty();
    }

    @Test
    void neverFailsOnDamage() {
        Random random = new Random(1);
        for (int i = 0; i < 2_000; i++) {
            byte[] bytes = KeptFormat.write(KEPT);
            bytes[1 + random.nextInt(bytes.length - 1)] = (byte) random.nextInt();
            KeptFormat.read(bytes)
                    .map(kept -> new Replay(kept, Tokens.NONE, Duration.ZERO))
                    .ifPresent(KeptFormatTest::readable);
        }
    }

    private static void readable(Replay replay) {
        StringBuilder text = new StringBuilder();
        for (Part part = replay.next(); part != null; part = replay.next()) {
            text.append(World.text(part));
        }
        assertThat(text).hasSizeLessThanOrEqualTo(4);
    }
}
