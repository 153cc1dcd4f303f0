package dev.passerelle.runtime.text;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Utf8DecoderTest {

    private static final int[] EDGES = {
        0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1,
        0xED, 0xEF, 0xF0, 0xF1, 0xF4, 0xF5, 0xFF
    };

    @Test
    void decodesAnyBytesAsTheJdkDoesButForTheNumberOfReplacements() {
        Random random = new Random(1);
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = new byte[random.nextInt(9)];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) EDGES[random.nextInt(EDGES.length)];
            }
            assertThat(decode(bytes).replaceAll("\uFFFD+", "\uFFFD"))
                    .isEqualTo(new String(bytes, UTF_8).replaceAll("\uFFFD+", "\uFFFD"));
        }
    }

    /// Tables 3-8 to 3-11 of the Unicode Standard.
    @ParameterizedTest
    @CsvSource({
        "C0AFE080BFF0818241, ????????A",
        "EDA080EDBFBFEDAF41, ????????A",
        "F4919293FF4180BF42, ?????A??B",
        "E180E2F09192F1BF41, ????A"
    })
    void replacesMaximalParts(String hex, String text) {
        assertThat(decode(HexFormat.of().parseHex(hex))).isEqualTo(text.replace('?', '\uFFFD'));
    }

    @Test
    void holdsACharacterUntilItIsComplete() {
        Utf8Decoder decoder = new Utf8Decoder();
        StringBuilder out = new StringBuilder();
        byte[] rocket = "🚀".getBytes(UTF_8);
        assertThat(decoder.accept(rocket[0], out)).isFalse();
        assertThat(decoder.accept(rocket[1], out)).isTrue();
        assertThat(decoder.accept(rocket[2], out)).isTrue();
        assertThat(out).isEmpty();
        assertThat(decoder.incomplete()).isTrue();
        decoder.accept(rocket[3], out);
        assertThat(out).hasToString("🚀");
        assertThat(decoder.incomplete()).isFalse();
    }

    private static String decode(byte[] bytes) {
        Utf8Decoder decoder = new Utf8Decoder();
        StringBuilder out = new StringBuilder();
        for (byte b : bytes) {
            decoder.accept(b, out);
        }
        decoder.flush(out);
        return out.toString();
    }
}
