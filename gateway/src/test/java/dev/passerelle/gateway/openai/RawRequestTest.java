package dev.passerelle.gateway.openai;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.passerelle.gateway.openai.ApiException.InvalidRequest;
import dev.passerelle.gateway.openai.Spans.Span;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RawRequestTest {

    @Test
    void tellsWhatIsAskedOfAChat() {
        RawRequest read =
                chat(
                        """
                        {"messages":[{"role":"system","content":"Be brief."},
                          {"role":"user","content":[{"type":"text","text":"h\\u00e9"},
                            {"type":"image_url","image_url":{"url":"data:xxxxxxxxxxxxxxxxxxxx"}}]}],
                         "model":"a/b","stream":true,"stream_options":{"include_usage":true},
                         "n":3,"max_tokens":9,"max_completion_tokens":7,"temperature":0.0}\
                        """);
        assertThat(read.model()).isEqualTo("a/b");
        assertThat(read.stream()).isTrue();
        assertThat(read.includeUsage()).isTrue();
        assertThat(read.maxTokens()).isEqualTo(OptionalLong.of(7));
        assertThat(read.choices()).isEqualTo(3);
        assertThat(read.deterministic()).isTrue();
        assertThat(read.textBytes()).isEqualTo(2 * 12 + 9 + 7);
    }

    @Test
    void takesWhatIsNotSaidForOrdinary() {
        RawRequest read = chat("{\"model\":\"m\"}");
        assertThat(read.stream()).isFalse();
        assertThat(read.includeUsage()).isFalse();
        assertThat(read.maxTokens()).isEqualTo(OptionalLong.empty());
        assertThat(read.choices()).isEqualTo(1);
        assertThat(read.deterministic()).isFalse();
        assertThat(read.textBytes()).isEqualTo(0);
    }

    @Test
    void countsTheTextsOfAllPrompts() {
        RawRequest read =
                RawRequest.read(
                        Endpoint.COMPLETIONS,
                        "{\"model\":\"m\",\"prompt\":[\"ab\",\"cde\"],\"n\":2,\"best_of\":3}"
                                .getBytes(UTF_8));
        assertThat(read.choices()).isEqualTo(6);
        assertThat(read.textBytes()).isEqualTo(5);
    }

    @Test
    void aSeedOrTemperatureZeroMakesItDeterministic() {
        assertThat(chat("{\"model\":\"m\",\"seed\":-4}").deterministic()).isTrue();
        assertThat(chat("{\"model\":\"m\",\"temperature\":0}").deterministic()).isTrue();
        assertThat(chat("{\"model\":\"m\",\"temperature\":0.1}").deterministic()).isFalse();
        assertThat(chat("{\"model\":\"m\",\"seed\":null}").deterministic()).isFalse();
    }

    @Test
    void allTurnsOfAConversationHaveTheSameHash() {
        String first =
                "{\"role\":\"system\",\"content\":\"s\"},{\"role\":\"user\",\"content\":\"q\"}";
        String more =
                ",{\"role\":\"assistant\",\"content\":\"a\"},{\"role\":\"user\",\"content\":\"r\"}";
        long one = chat("{\"model\":\"m\",\"messages\":[" + first + "]}").conversation();
        long two = chat("{\"messages\":[" + first + more + "],\"model\":\"m\"}").conversation();
        long other =
                chat("{\"messages\":[" + first.replace("q", "p") + more + "],\"model\":\"m\"}")
                        .conversation();
        assertThat(two).isEqualTo(one);
        assertThat(other).isNotEqualTo(one);
    }

    @Test
    void tellsWhereValuesStand() {
        String body =
                "{ \"model\" : \"m\\\"é\" ,\"max_tokens\": 12 , \"max_completion_tokens\":null,"
                        + "\"stream_options\" : {\"x\":[{}],\"include_usage\": false}, \"x\":{} } ";
        Spans spans = chat(body).spans();
        assertThat(at(body, spans.model())).isEqualTo("\"m\\\"é\"");
        assertThat(at(body, spans.maxTokens())).isEqualTo("12");
        assertThat(at(body, spans.maxCompletionTokens())).isEqualTo("null");
        assertThat(at(body, spans.streamOptions()))
                .isEqualTo("{\"x\":[{}],\"include_usage\": false}");
        assertThat(at(body, spans.includeUsage())).isEqualTo("false");
        assertThat(body.getBytes(UTF_8)[spans.end()]).isEqualTo((byte) '}');
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "[1]|must be a JSON object, but is an array",
                "{\"model\":\"m\"|is not valid JSON",
                "{\"model\":\"m\"}x|is not valid JSON",
                "{\"model\":\"m\"} {}|goes on after the end",
                "{\"model\":\"m\",\"model\":\"m\"}|names a key twice",
                "{\"model\":1}|Invalid type for 'model': expected a string, but got a number.",
                "{\"model\":null}|Missing required parameter 'model'",
                "{}|Missing required parameter 'model'",
                "{\"model\":\"m\",\"stream\":\"yes\"}|Invalid type for 'stream'",
                "{\"model\":\"m\",\"x\":\"\\q\"}|is not valid JSON"
            })
    void refusesWhatIsNoRequest(String body, String message) {
        assertThatThrownBy(() -> chat(body))
                .isInstanceOf(InvalidRequest.class)
                .hasMessageContaining(message);
    }

    @Test
    void refusesOtherEncodings() {
        byte[] wide = "{\"model\":\"m\"}".getBytes(UTF_16LE);
        assertThatThrownBy(() -> RawRequest.read(Endpoint.CHAT_COMPLETIONS, wide))
                .isInstanceOf(InvalidRequest.class);
        assertThatThrownBy(() -> chat("\ufeff{\"model\":\"m\"}"))
                .isInstanceOf(InvalidRequest.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"messages\":{\"a\":[1]}",
                "\"messages\":[1,[2],{\"role\":[\"user\"],\"content\":{\"text\":[\"a\"]}}]",
                "\"prompt\":{\"a\":[]}",
                "\"max_tokens\":[\"1\"]",
                "\"max_tokens\":-1",
                "\"n\":{}",
                "\"temperature\":[0]",
                "\"stream_options\":[{\"include_usage\":true}]",
                "\"seed\":{\"a\":1}"
            })
    void leavesOtherMistakesToWhoeverAnswers(String field) {
        RawRequest read = chat("{" + field + ",\"model\":\"m\",\"user\":\"u\"}");
        assertThat(read.model()).isEqualTo("m");
        assertThat(read.maxTokens()).isEqualTo(OptionalLong.empty());
        assertThat(read.includeUsage()).isFalse();
    }

    private static RawRequest chat(String body) {
        return RawRequest.read(Endpoint.CHAT_COMPLETIONS, body.getBytes(UTF_8));
    }

    private static String at(String body, @Nullable Span span) {
        Span there = Objects.requireNonNull(span);
        return new String(body.getBytes(UTF_8), there.start(), there.end() - there.start(), UTF_8);
    }
}
