package dev.passerelle.gateway;

import static dev.passerelle.gateway.TestingGateway.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

@TestInstance(Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // set before all tests
class RefusalTest {
    private static final String CHAT = "/v1/chat/completions";
    private static final String MESSAGES = "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]";
    private TestingGateway gateway;

    @BeforeAll
    void start() {
        gateway = TestingGateway.with(FakeGenerator.saying("ok"));
    }

    @AfterAll
    void stop() {
        gateway.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "temperature      | 2.1",
                "temperature      | \"hot\"",
                "temperature      | 1e999",
                "top_p            | 0",
                "top_k            | -2",
                "top_k            | 1.5",
                "min_p            | 1.1",
                "seed             | 99999999999999999999",
                "stop             | [\"a\",\"b\",\"c\",\"d\",\"e\"]",
                "stop             | [\"\"]",
                "stop             | 3",
                "max_tokens       | 0",
                "max_tokens       | 99999999999",
                "top_logprobs     | 21",
                "top_logprobs     | 1",
                "logprobs         | 1",
                "stream           | \"yes\"",
                "stream_options   | {\"include_usage\":true}",
                "n                | 0",
                "n                | 129",
                "tools            | {}",
                "tools            | [{\"type\":\"function\"}]",
                "tools[0].type    | [{\"type\":\"custom\",\"custom\":{\"name\":\"a\"}}]",
                "tool_choice      | \"required\"",
                "tool_choice      | \"any\"",
                "tool_choice      | 5",
                "tool_choice.function.name | {\"type\":\"function\",\"function\":{\"name\":\"a\"}}",
                "parallel_tool_calls | 1",
                "functions        | [{}]",
                "function_call    | {\"name\":\"a\"}",
                "response_format  | \"json\"",
                "response_format.type | {\"type\":\"xml\"}",
                "response_format.json_schema | {\"type\":\"json_schema\"}",
                "response_format.json_schema.name | {\"type\":\"json_schema\",\"json_schema\":{\"name\":\"a b\"}}",
                "response_format.json_schema.schema | {\"type\":\"json_schema\",\"json_schema\":{\"name\":\"a\",\"schema\":[]}}",
                "structured_outputs.choice | {\"choice\":[]}",
                "structured_outputs.choice[1] | {\"choice\":[\"a\",1]}",
                "structured_outputs.regex | {\"regex\":1}",
                "structured_outputs.structural_tag | {\"structural_tag\":\"x\"}",
                "structured_outputs.other | {\"other\":1}",
                "structured_outputs.regex | {\"json\":{},\"regex\":\"a\"}",
                "guided_json      | \"{\"",
                "guided_regex     | {}",
                "guided_choice    | \"a\"",
                "guided_grammar   | 1",
                "frequency_penalty| 2.5",
                "presence_penalty | -3",
                "repetition_penalty | 0",
                "logit_bias       | []",
                "logit_bias       | {\"a\":1}",
                "logit_bias.5     | {\"5\":101}",
                "chat_template_kwargs | []",
                "chat_template_kwargs.messages | {\"messages\":[]}",
                "modalities       | [\"text\",\"audio\"]",
                "audio            | {}",
                "prediction       | {}",
                "web_search_options | {}",
                "service_tier     | \"priority\"",
                "reasoning_effort | \"huge\"",
                "verbosity        | \"low\"",
                "moderation       | {}"
            })
    void namesTheParameter(String name, String value) {
        String field = name.split("[.\\[]", 2)[0];
        HttpResponse<String> response = chat("\"" + field + "\":" + value);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
        JsonNode error = json(response).get("error");
        assertThat(error.get("type").stringValue()).isEqualTo("invalid_request_error");
        assertThat(error.get("param").stringValue()).startsWith(name);
        assertThat(error.get("message").stringValue()).contains(name);
        assertThat(error.get("code").isString()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"n\":1",
                "\"n\":null",
                "\"tools\":[]",
                "\"tool_choice\":\"auto\"",
                "\"response_format\":{\"type\":\"text\"}",
                "\"frequency_penalty\":0",
                "\"logit_bias\":{}",
                "\"modalities\":[\"text\"]",
                "\"audio\":null",
                "\"store\":true",
                "\"safety_identifier\":\"x\"",
                "\"prompt_cache_key\":\"x\"",
                "\"prompt_cache_retention\":\"24h\"",
                "\"prompt_cache_options\":{}",
                "\"chat_template_kwargs\":null",
                "\"response_format\":null",
                "\"functions\":[]",
                "\"function_call\":\"auto\"",
                "\"verbosity\":\"medium\"",
                "\"service_tier\":\"default\"",
                "\"metadata\":{\"a\":\"b\"}",
                "\"user\":\"u\"",
                "\"stop\":null",
                "\"stop\":[]",
                "\"top_k\":-1",
                "\"seed\":-9223372036854775808",
                "\"temperature\":0",
                "\"parallel_tool_calls\":true"
            })
    void acceptsWhatAsksForNothing(String field) {
        HttpResponse<String> response = chat(field);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(response.headers().firstValue("x-passerelle-warning")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "messages                    | []",
                "messages                    | null",
                "messages                    | \"Hi\"",
                "messages[0]                 | [5]",
                "messages[0].role            | [{\"content\":\"x\"}]",
                "messages[0].role            | [{\"role\":\"robot\",\"content\":\"x\"}]",
                "messages[0].content         | [{\"role\":\"user\"}]",
                "messages[0].content         | [{\"role\":\"user\",\"content\":5}]",
                "messages[0].content[0].type | [{\"role\":\"user\",\"content\":[{\"type\":\"image_url\"}]}]",
                "messages[0].content[1].text | [{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"a\"},{\"type\":\"text\"}]}]",
                "messages[0].role            | [{\"role\":\"function\",\"name\":\"f\",\"content\":\"x\"}]",
                "messages[0].content[0].type | [{\"role\":\"user\",\"content\":[{\"type\":\"input_audio\"}]}]",
                "messages[0].name            | [{\"role\":\"user\",\"name\":1,\"content\":\"x\"}]",
                "messages[0].function_call   | [{\"role\":\"assistant\",\"content\":null,\"function_call\":{\"name\":\"a\"}}]",
                "messages[0].tool_calls      | [{\"role\":\"user\",\"content\":\"x\",\"tool_calls\":[{}]}]",
                "messages[0].tool_calls      | [{\"role\":\"assistant\",\"tool_calls\":{\"a\":1}}]",
                "messages[0].tool_calls[0].id | [{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{}]}]",
                "messages[0].tool_calls[0].type | [{\"role\":\"assistant\",\"tool_calls\":[{\"id\":\"1\",\"type\":\"custom\"}]}]",
                "messages[0].tool_calls[0].function.arguments | [{\"role\":\"assistant\",\"tool_calls\":[{\"id\":\"1\",\"type\":\"function\",\"function\":{\"name\":\"a\",\"arguments\":\"[\"}}]}]",
                "messages[0].tool_call_id    | [{\"role\":\"tool\",\"content\":\"x\"}]",
                "messages[1].tool_call_id    | [{\"role\":\"user\",\"content\":\"x\"},{\"role\":\"tool\",\"content\":\"x\",\"tool_call_id\":\"1\"}]",
                "messages[0].content         | [{\"role\":\"assistant\",\"content\":null}]"
            })
    void namesThePlaceInMessages(String param, String messages) {
        HttpResponse<String> response =
                gateway.post(CHAT, "{\"model\":\"chat\",\"messages\":" + messages + "}");
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(json(response).at("/error/param").stringValue()).isEqualTo(param);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"model\": }                   | line 1",
                "{\"model\":\"chat\",\"model\":\"x\"} | twice",
                "{} {}                           | goes on",
                "[]                              | JSON object",
                "``                              | empty",
                "{\"a\":                         | not valid JSON"
            })
    void saysWhatIsWrongWithTheJson(String body, String message) {
        HttpResponse<String> response = gateway.post(CHAT, body);
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(json(response).at("/error/message").stringValue()).contains(message);
    }

    @Test
    void refusesDeepNesting() {
        HttpResponse<String> response = gateway.post(CHAT, "[".repeat(20_000));
        assertThat(response.statusCode()).isEqualTo(400);
    }

    @Test
    void warnsAboutFieldsNobodyDocuments() {
        HttpResponse<String> response = chat("\"foo\":1,\"b\\r\\nar\":2");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("x-passerelle-warning"))
                .contains("unknown parameter(s) ignored: foo, b??ar");
    }

    @Test
    void knowsNoOtherModel() {
        HttpResponse<String> response =
                gateway.post(CHAT, "{\"model\":\"gpt-9\"," + MESSAGES + "}");
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(json(response).at("/error/code").stringValue()).isEqualTo("model_not_found");
        assertThat(gateway.get("/metrics").body()).doesNotContain("gpt-9");
    }

    @Test
    void refusesTheWrongKindOfModel() {
        assertThat(gateway.post(CHAT, "{\"model\":\"embed\"," + MESSAGES + "}").statusCode())
                .isEqualTo(400);
        assertThat(
                        gateway.post("/v1/embeddings", "{\"model\":\"chat\",\"input\":\"x\"}")
                                .statusCode())
                .isEqualTo(400);
    }

    @Test
    void limitsTheBody() {
        String body = "x".repeat(4 << 20);
        HttpResponse<String> response = gateway.post(CHAT, body);
        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(json(response).at("/error/code").stringValue()).isEqualTo("request_too_large");
        HttpRequest chunked =
                HttpRequest.newBuilder(URI.create(gateway.url(CHAT)))
                        .POST(BodyPublishers.fromPublisher(BodyPublishers.ofString(body)))
                        .build();
        assertThat(gateway.send(chunked).statusCode()).isEqualTo(413);
    }

    @Test
    void refusesOtherMethodsPathsAndTypes() {
        HttpResponse<String> method = gateway.get(CHAT);
        assertThat(method.statusCode()).isEqualTo(405);
        assertThat(method.headers().firstValue("allow")).contains("POST");
        HttpResponse<String> path = gateway.get("/v1/nothing");
        assertThat(path.statusCode()).isEqualTo(404);
        assertThat(json(path).at("/error/type").stringValue()).isEqualTo("invalid_request_error");
        assertThat(path.headers().firstValue("x-request-id")).isPresent();
        assertThat(typed("multipart/form-data; boundary=x")).isEqualTo(415);
        assertThat(typed("application/x-www-form-urlencoded")).isEqualTo(200);
    }

    @Test
    void keepsASaneRequestId() {
        assertThat(requestId("abc-1")).isEqualTo("abc-1");
        assertThat(requestId("a b")).startsWith("req_");
    }

    private String requestId(String given) {
        return gateway.send(
                        HttpRequest.newBuilder(URI.create(gateway.url("/health/live")))
                                .header("x-request-id", given)
                                .build())
                .headers()
                .firstValue("x-request-id")
                .orElseThrow();
    }

    private int typed(String contentType) {
        return gateway.send(
                        HttpRequest.newBuilder(URI.create(gateway.url(CHAT)))
                                .header("Content-Type", contentType)
                                .POST(
                                        BodyPublishers.ofString(
                                                "{\"model\":\"chat\"," + MESSAGES + "}"))
                                .build())
                .statusCode();
    }

    private HttpResponse<String> chat(String field) {
        return gateway.post(CHAT, "{\"model\":\"chat\"," + MESSAGES + "," + field + "}");
    }
}
