package dev.passerelle.gateway;

import static dev.passerelle.gateway.TestingGateway.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class EmbeddingTest {
    private static final String PATH = "/v1/embeddings";

    @Test
    void embedsOneText() {
        try (var gateway = TestingGateway.with(FakeGenerator.saying())) {
            JsonNode answer = json(gateway.post(PATH, "{\"model\":\"embed\",\"input\":\"four\"}"));
            assertThat(answer)
                    .isEqualTo(
                            json(
                                    """
                                    {"object":"list","data":[{"object":"embedding","index":0,"embedding":[0.0,0.5,4.0]}],
                                     "model":"embed","usage":{"prompt_tokens":4,"total_tokens":4}}\
                                    """));
        }
    }

    @Test
    void embedsSeveralInputs() {
        try (var gateway = TestingGateway.with(FakeGenerator.saying())) {
            String body = "{\"model\":\"embed\",\"dimensions\":3,\"input\":%s}";
            JsonNode texts = json(gateway.post(PATH, body.formatted("[\"a\",\"bcd\"]")));
            assertThat(texts.at("/data/1/embedding")).isEqualTo(json("[1.0,0.5,3.0]"));
            JsonNode tokens = json(gateway.post(PATH, body.formatted("[7,8]")));
            assertThat(tokens.get("data").size()).isEqualTo(1);
            JsonNode lists = json(gateway.post(PATH, body.formatted("[[7],[8,9]]")));
            assertThat(lists.at("/data/1/embedding/2").doubleValue()).isEqualTo(2);
        }
    }

    @Test
    void writesBase64() {
        try (var gateway = TestingGateway.with(FakeGenerator.saying())) {
            JsonNode answer =
                    json(
                            gateway.post(
                                    PATH,
                                    "{\"model\":\"embed\",\"input\":\"four\",\"encoding_format\":\"base64\"}"));
            byte[] bytes = Base64.getDecoder().decode(answer.at("/data/0/embedding").stringValue());
            float[] vector = new float[3];
            ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(vector);
            assertThat(vector).containsExactly(0, 0.5f, 4);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "input           | \"input\":\"\"",
                "input           | \"input\":[]",
                "input           | \"input\":{}",
                "input[1]        | \"input\":[\"a\",null]",
                "input           | \"input\":[\"a\",\"\"]",
                "encoding_format | \"input\":\"a\",\"encoding_format\":\"int8\"",
                "dimensions      | \"input\":\"a\",\"dimensions\":2"
            })
    void namesTheParameter(String param, String fields) {
        try (var gateway = TestingGateway.with(FakeGenerator.saying())) {
            var response = gateway.post(PATH, "{\"model\":\"embed\"," + fields + "}");
            assertThat(response.statusCode()).isEqualTo(400);
            assertThat(json(response).at("/error/param").stringValue()).isEqualTo(param);
        }
    }
}
