package dev.passerelle.gateway.upstream;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChunksTest {
    private static final String BODY =
            "5;name=\"v\"\r\nhello\r\n00c\r\n, \r\nworld\r\n!\r\n0;x\r\nTrailer: a\r\n\r\n";
    private static final byte[] BYTES = BODY.getBytes(US_ASCII);

    @Test
    void readsABodyHoweverItIsCut() {
        for (int first = 0; first <= BYTES.length; first++) {
            for (int second = first; second <= BYTES.length; second++) {
                assertThat(read(first, second)).isEqualTo("hello, \r\nworld\r\n!");
            }
        }
    }

    private static String read(int first, int second) {
        Chunks chunks = new Chunks();
        Inflow into = new Inflow();
        int at = 0;
        for (int to : new int[] {first, second, BYTES.length}) {
            at = chunks.take(BYTES, at, to, into);
        }
        assertThat(chunks.ended()).isTrue();
        assertThat(at).isEqualTo(BYTES.length);
        return new String(into.toArray(), US_ASCII);
    }

    @Test
    void takesNothingBeyondTheEnd() {
        byte[] bytes = "0\r\n\r\nHTTP/1.1".getBytes(US_ASCII);
        assertThat(new Chunks().take(bytes, 0, bytes.length, new Inflow())).isEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x\r\n", "\r\n", "1\r\nab\r\n", "1234567890abc\r\n", "-1\r\n"})
    void refusesWhatAreNoChunks(String text) {
        byte[] bytes = text.getBytes(US_ASCII);
        assertThatThrownBy(() -> new Chunks().take(bytes, 0, bytes.length, new Inflow()))
                .isInstanceOf(IllegalStateException.class);
    }
}
