package dev.passerelle.gateway.openai;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.passerelle.gateway.openai.ApiException.InvalidRequest;
import dev.passerelle.gateway.openai.Spans.Span;
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
        assertAll(
                () -> assertEquals("a/b", read.model()),
                () -> assertTrue(read.stream()),
                () -> assertTrue(read.includeUsage()),
                () -> assertEquals(OptionalLong.of(7), read.maxTokens()),
                () -> assertEquals(3, read.choices()),
                () -> assertTrue(read.deterministic()),
                () -> assertEquals(2 * 12 + 9 + 7, read.textBytes()));
    }

    @Test
    void takesWhatIsNotSaidForOrdinary() {
        RawRequest read = chat("{\"model\":\"m\"}");
        assertAll(
                () -> assertFalse(read.stream()),
                () -> assertFalse(read.includeUsage()),
                () -> assertEquals(OptionalLong.empty(), read.maxTokens()),
                () -> assertEquals(1, read.choices()),
                () -> assertFalse(read.deterministic()),
                () -> assertEquals(0, read.textBytes()));
    }

    @Test
    void countsTheTextsOfAllPrompts() {
        RawRequest read =
                RawRequest.read(
                        Endpoint.COMPLETIONS,
                        "{\"model\":\"m\",\"prompt\":[\"ab\",\"cde\"],\"n\":2,\"best_of\":3}"
                                .getBytes(UTF_8));
        assertEquals(6, read.choices());
        assertEquals(5, read.textBytes());
    }

    @Test
    void aSeedOrTemperatureZeroMakesItDeterministic() {
        assertTrue(chat("{\"model\":\"m\",\"seed\":-4}").deterministic());
        assertTrue(chat("{\"model\":\"m\",\"temperature\":0}").deterministic());
        assertFalse(chat("{\"model\":\"m\",\"temperature\":0.1}").deterministic());
        assertFalse(chat("{\"model\":\"m\",\"seed\":null}").deterministic());
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
        assertEquals(one, two);
        assertNotEquals(one, other);
    }

    @Test
    void tellsWhereValuesStand() {
        String body =
                "{ \"model\" : \"m\\\"é\" ,\"max_tokens\": 12 , \"max_completion_tokens\":null,"
                        + "\"stream_options\" : {\"x\":[{}],\"include_usage\": false}, \"x\":{} } ";
        Spans spans = chat(body).spans();
        assertAll(
                () -> assertEquals("\"m\\\"é\"", at(body, spans.model())),
                () -> assertEquals("12", at(body, spans.maxTokens())),
                () -> assertEquals("null", at(body, spans.maxCompletionTokens())),
                () ->
                        assertEquals(
                                "{\"x\":[{}],\"include_usage\": false}",
                                at(body, spans.streamOptions())),
                () -> assertEquals("false", at(body, spans.includeUsage())),
                () -> assertEquals('}', body.getBytes(UTF_8)[spans.end()]));
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
        InvalidRequest refused = assertThrows(InvalidRequest.class, () -> chat(body));
        assertTrue(
                String.valueOf(refused.getMessage()).contains(message),
                () -> String.valueOf(refused.getMessage()));
    }

    @Test
    void refusesOtherEncodings() {
        byte[] wide = "{\"model\":\"m\"}".getBytes(UTF_16LE);
        assertThrows(InvalidRequest.class, () -> RawRequest.read(Endpoint.CHAT_COMPLETIONS, wide));
        assertThrows(InvalidRequest.class, () -> chat("\ufeff{\"model\":\"m\"}"));
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
        assertEquals("m", read.model());
        assertEquals(OptionalLong.empty(), read.maxTokens());
        assertFalse(read.includeUsage());
    }

    private static RawRequest chat(String body) {
        return RawRequest.read(Endpoint.CHAT_COMPLETIONS, body.getBytes(UTF_8));
    }

    private static String at(String body, @Nullable Span span) {
        assertTrue(span != null);
        return new String(body.getBytes(UTF_8), span.start(), span.end() - span.start(), UTF_8);
    }
}
