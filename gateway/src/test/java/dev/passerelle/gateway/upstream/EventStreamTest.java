package dev.passerelle.gateway.upstream;

import static dev.passerelle.gateway.upstream.UpstreamFixture.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.passerelle.gateway.answer.DeploymentFailure;
import dev.passerelle.gateway.answer.Part;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What becomes of a stream's bytes.
class EventStreamTest {
    private static final String A = "{\"choices\":[{\"delta\":{\"content\":\"A\"}}]}";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":\"c\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{\\\"a\\\": \\\"usage\\\"}\"}}]}}]}",
                "{\"choices\":[{\"delta\":{\"content\":\"é\"},\"logprobs\":{\"content\":[{\"token\":\"é\",\"logprob\":-0.1,\"bytes\":[195,169],\"top_logprobs\":[]}]}}]}",
                "{\"choices\":[{\"delta\":{\"reasoning_content\":\"so\",\"content\":null}}], \"x\" : {\"y\":[1, 2.50, 1e3]} }",
                "{\"choices\":[{\"delta\":{\"content\":\"\\\"usage\\\": {\\\"error\\\": 1}\"}}],\"usage\":null,\"error\":null}",
                "{\"id\":1,\"prompt_filter_results\":[],\"choices\":[]}",
                "{}"
            })
    void passesOnByteForByte(String json) throws Exception {
        String sent = Wire.event(json) + Wire.event(A) + Wire.DONE;
        assertThat(read(sent, 1 << 20)).isEqualTo(Wire.event(json) + Wire.event(A));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "data: J~r~n~r~n|E",
                "data:J~n~n|E",
                "data:   J  ~n~n|E",
                ": a comment~n~n|''",
                ": a comment~ndata: J~n~n|E",
                "event: message~nid: 7~nretry: 5~ndata: J~n~n|E",
                "id~ndata: J~n~n|E",
                "~n~ndata: J~n~n|E",
                "data: {~ndata: }~n~n|data: { }~n~n",
                "data: J~n~r~n|E",
                "data: J~n~ndata: J~r~n~r~ndata: J~n~n|EEE"
            })
    void writesOtherFormsAsOpenAiDoes(String sent, String passed) throws Exception {
        for (int cut : new int[] {1, 3, 7, 1000}) {
            assertThat(read(filled(sent) + Wire.DONE, cut)).isEqualTo(filled(passed));
        }
    }

    private static String filled(String text) {
        return text.replace("E", "data: J\n\n")
                .replace("J", A)
                .replace("~r", "\r")
                .replace("~n", "\n");
    }

    @Test
    void readsTheSameHoweverItIsCut() throws Exception {
        Random random = new Random(11);
        List<String> forms =
                List.of(
                        Wire.piece("x"),
                        Wire.piece("ü\\\"\\\\"),
                        Wire.usage(3),
                        Wire.piece("y").replace("\n", "\r\n"),
                        ": ping\n\n",
                        "data:" + A + "\n\n",
                        Wire.finish("stop"));
        for (int run = 0; run < 500; run++) {
            StringBuilder sent = new StringBuilder();
            for (int i = random.nextInt(12); i >= 0; i--) {
                sent.append(forms.get(random.nextInt(forms.size())));
            }
            sent.append(Wire.DONE);
            String whole = read(sent.toString(), 1 << 20);
            assertThat(read(sent.toString(), 1 + random.nextInt(300))).isEqualTo(whole);
            assertThat(whole).doesNotContain("usage", "\r", "DONE", "ping");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"hello\n\n", "data: hello\n\n", "data: [1]\n\n", "{}\n\n"})
    void whatIsNoEventBreaksItAfterWhatCameBefore(String wrong) throws Exception {
        EventStream events = stream(Wire.piece("A") + wrong + Wire.DONE, 1 << 20);
        assertThat(text(events.next())).isEqualTo(Wire.piece("A"));
        assertThatThrownBy(events::next).isInstanceOf(DeploymentFailure.class);
    }

    private static String read(String sent, int cut) throws InterruptedException {
        EventStream events = stream(sent, cut);
        StringBuilder passed = new StringBuilder();
        for (Part part = events.next(); part != null; part = events.next()) {
            passed.append(text(part));
        }
        return passed.toString();
    }

    private static EventStream stream(String sent, int cut) {
        return new EventStream(new Cut(sent.getBytes(UTF_8), cut), false, new Failures("d"));
    }

    /// A body that comes in pieces of some length.
    private static final class Cut implements Exchange {
        private final byte[] body;
        private final int most;
        private int at;

        Cut(byte[] body, int most) {
            this.body = body;
            this.most = most;
        }

        @Override
        public Head head() {
            return new Head(200, -1, true, false, "text/event-stream", "", "", "");
        }

        @Override
        public boolean read(Inflow into) {
            byte[] piece = Arrays.copyOfRange(body, at, Math.min(body.length, at + most));
            into.add(piece, 0, piece.length);
            at += piece.length;
            return piece.length > 0;
        }

        @Override
        public void finish() {}

        @Override
        public void close() {}
    }
}
