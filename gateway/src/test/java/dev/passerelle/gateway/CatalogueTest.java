package dev.passerelle.gateway;

import static dev.passerelle.gateway.TestingGateway.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.passerelle.gateway.backend.ServedModel;
import dev.passerelle.gateway.config.ModelConfig;
import dev.passerelle.gateway.config.ModelConfig.Load;
import dev.passerelle.gateway.config.Price;
import dev.passerelle.gateway.tenancy.Limits;
import dev.passerelle.registry.Digest;
import dev.passerelle.registry.ModelSource;
import dev.passerelle.registry.Snapshot;
import dev.passerelle.registry.SnapshotFile;
import dev.passerelle.runtime.EngineOptions;
import dev.passerelle.runtime.MemoryEstimate;
import dev.passerelle.runtime.ModelFacts;
import dev.passerelle.runtime.ModelFacts.Task;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// What the catalogue says of four models: one from the hub that is ready, one whose files nobody
/// has read yet, one that failed, and an embedding model.
class CatalogueTest {
    private static final String COMMIT = "0123456789012345678901234567890123456789";
    private static final String LIST = "/api/catalogue";

    @TempDir private static Path directory;
    private static TestingGateway gateway;

    @BeforeAll
    static void start() throws IOException {
        gateway =
                TestingGateway.of(
                        hub(card("hub", HUB_CARD)),
                        new ServedModel(
                                new ModelConfig(
                                        "org/unread é",
                                        new ModelSource.Local(Path.of("/secret/place/Unread.gguf")),
                                        EngineOptions.DEFAULT),
                                TestingGateway.NOW),
                        failed(),
                        embedder(card("embedder", EMBEDDER_CARD)));
    }

    @AfterAll
    static void close() {
        gateway.close();
    }

    @Test
    void tellsAllThatIsKnownOfAModel() {
        assertThat(json(gateway.get(LIST + "/org/chat")))
                .isEqualTo(
                        json(
                                """
                                {"id":"org/chat","object":"model","aliases":["small"],"created":1767323045,
                                 "task":"text-generation",
                                 "modalities":{"input":["text"],"output":["text"]},
                                 "capabilities":["chat","completions","streaming","logprobs","stop","seed","tools","json_schema"],
                                 "architecture":"llama","parameters":134515008,
                                 "context_length":2048,"trained_context_length":8192,
                                 "size":{"disk":3000000000,"memory":6},
                                 "quantisation":"Q4_1","precision":"as-stored",
                                 "licence":"apache-2.0","licence_link":"https://hub.example/mirror/org/name/blob/%1$s/LICENSE",
                                 "languages":["en","fr"],"base_models":["org/base"],"tags":["Théâtre"],
                                 "summary":"A model that is good at telling tests what they want to hear.",
                                 "source":"hf:org/name@main:Q4_1","commit":"%1$s","digests_verified":true,
                                 "state":{"phase":"ready"},"load":"first-use","pinned":true,"region":"fr-par",
                                 "price":{"prompt":"0.10","completion":"0.20","currency":"EUR","per_tokens":1000000},
                                 "card":{"html":"<h3>Title</h3>\\n<p>A model that is good at telling tests what they want to hear.</p>\\n"},
                                 "files":[{"path":"config.json","size":1000000000,"digest":"git-sha1:%1$s"},
                                          {"path":"model.gguf","size":2000000000}],
                                 "engine":{"slots":16,"max_length":2048,"precision":"as-stored"}}\
                                """
                                        .formatted(COMMIT)));
    }

    @Test
    void leavesOutWhatIsUnknown() {
        assertThat(json(gateway.get(LIST + "/org%2Funread%20%C3%A9")))
                .isEqualTo(
                        json(
                                """
                                {"id":"org/unread é","object":"model","aliases":[],"created":1767323045,
                                 "source":"file:Unread.gguf","state":{"phase":"loading"},"load":"start","pinned":false}\
                                """));
    }

    @Test
    void saysWhyAModelFailed() {
        JsonNode entry = json(gateway.get(LIST + "/broken"));
        assertThat(entry.get("state"))
                .isEqualTo(json("{\"phase\":\"failed\",\"reason\":\"tensor x is missing\"}"));
    }

    @Test
    void describesAnEmbeddingModel() {
        JsonNode entry = json(gateway.get(LIST + "/embed"));
        assertThat(entry.get("task").stringValue()).isEqualTo("feature-extraction");
        assertThat(entry.at("/modalities/output/0").stringValue()).isEqualTo("embedding");
        assertThat(entry.get("capabilities")).isEqualTo(json("[\"embeddings\"]"));
        assertThat(entry.get("embedding_dimensions").intValue()).isEqualTo(3);
        assertThat(entry.get("context_length").intValue()).isEqualTo(512);
        assertThat(entry.get("revision").stringValue()).isEqualTo("sha256:abc");
        assertThat(entry.has("engine")).isFalse();
        assertThat(entry.at("/card/html").stringValue()).doesNotContain("<script", "onerror");
    }

    @Test
    void findsAModelByItsAlias() {
        assertThat(gateway.get(LIST + "/small").body())
                .isEqualTo(gateway.get(LIST + "/org%2Fchat").body());
    }

    @Test
    void knowsNoOtherModel() {
        HttpResponse<String> unknown = gateway.get(LIST + "/other");
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(json(unknown).at("/error/code").stringValue()).isEqualTo("model_not_found");
        assertThat(json(unknown).at("/error/message").stringValue()).contains(LIST);
    }

    @Test
    void listsAllById() {
        JsonNode list = json(gateway.get(LIST));
        assertThat(ids(list)).containsExactly("broken", "embed", "org/chat", "org/unread é");
        assertThat(list.get("total").intValue()).isEqualTo(4);
        assertThat(list.get("pages").intValue()).isEqualTo(1);
        assertThat(list.get("per_page").intValue()).isEqualTo(50);
        assertThat(list.at("/data/2").has("card")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "search=CHAT                          | org/chat",
                "search=theatre+good                  | org/chat",
                "search=th%C3%A9%C3%A2tre             | org/chat",
                "search=small%20absent                | ''",
                "search=mit                           | embed",
                "search=secret                        | ''",
                "search=%20                           | broken,embed,org/chat,org/unread é",
                "task=text-generation                 | broken,org/chat",
                "task=text-generation&task=feature-extraction | broken,embed,org/chat",
                "state=ready                          | embed,org/chat",
                "state=ready&task=text-generation     | org/chat",
                "capability=embeddings                | embed",
                "licence=MIT                          | embed",
                "language=fr                          | org/chat",
                "language=de                          | ''",
                "architecture=bert&architecture=llama | embed,org/chat",
                "quantisation=Q4_1                    | org/chat",
                "region=fr-par                        | org/chat",
                "sort=-id                             | org/unread é,org/chat,embed,broken",
                "sort=parameters                      | embed,org/chat,broken,org/unread é",
                "sort=-parameters                     | broken,org/chat,embed,org/unread é",
                "sort=size                            | embed,broken,org/chat,org/unread é",
                "sort=memory                          | org/chat,embed,broken,org/unread é",
                "sort=-context                        | org/chat,broken,embed,org/unread é",
                "sort=state                           | embed,org/chat,org/unread é,broken",
                "per_page=3                           | broken,embed,org/chat",
                "per_page=3&page=2                    | org/unread é",
                "per_page=1000&page=2147483647        | ''"
            })
    void selects(String query, String ids) {
        HttpResponse<String> answer = gateway.get(LIST + "?" + query);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(String.join(",", ids(json(answer)))).isEqualTo(ids);
    }

    @Test
    void countsWhatTheSearchAndTheOtherFiltersLeave() {
        JsonNode facets = json(gateway.get(LIST)).get("facets");
        assertThat(facets.get("task"))
                .isEqualTo(
                        json(
                                "[{\"value\":\"text-generation\",\"count\":2},{\"value\":\"feature-extraction\",\"count\":1}]"));
        assertThat(facets.get("language"))
                .isEqualTo(json("[{\"value\":\"en\",\"count\":2},{\"value\":\"fr\",\"count\":1}]"));
        assertThat(facets.propertyNames())
                .containsExactly(
                        "task",
                        "state",
                        "capability",
                        "licence",
                        "language",
                        "architecture",
                        "quantisation",
                        "region");
        JsonNode filtered =
                json(gateway.get(LIST + "?state=ready&task=text-generation")).get("facets");
        assertThat(filtered.get("task")).hasSize(2);
        assertThat(filtered.get("state"))
                .isEqualTo(
                        json(
                                "[{\"value\":\"failed\",\"count\":1},{\"value\":\"ready\",\"count\":1}]"));
        assertThat(filtered.get("licence"))
                .isEqualTo(json("[{\"value\":\"apache-2.0\",\"count\":1}]"));
    }

    @ParameterizedTest
    @CsvSource({
        "colour=red, colour, unknown_parameter",
        "task=chatting, task, invalid_value",
        "state=gone, state, invalid_value",
        "capability=magic, capability, invalid_value",
        "licence=, licence, invalid_value",
        "sort=price, sort, invalid_value",
        "page=0, page, invalid_value",
        "page=x, page, invalid_value",
        "per_page=1001, per_page, invalid_value",
        "per_page=99999999999, per_page, invalid_value",
        "page=1&page=2, page, invalid_value",
        "search=a&search=b, search, invalid_value"
    })
    void refusesWhatItDoesNotUnderstand(String query, String param, String code) {
        HttpResponse<String> refused = gateway.get(LIST + "?" + query);
        assertThat(refused.statusCode()).isEqualTo(400);
        JsonNode error = json(refused).get("error");
        assertThat(error.get("type").stringValue()).isEqualTo("invalid_request_error");
        assertThat(error.get("param").stringValue()).isEqualTo(param);
        assertThat(error.get("code").stringValue()).isEqualTo(code);
    }

    @Test
    void takesNoParametersForOneModel() {
        assertThat(gateway.get(LIST + "/embed?sort=id").statusCode()).isEqualTo(400);
    }

    @Test
    void sendsWhatIsHeldAlreadyNotAgain() {
        for (String path : List.of(LIST, LIST + "/embed")) {
            HttpResponse<String> first = gateway.get(path);
            String tag = first.headers().firstValue("etag").orElseThrow();
            HttpRequest again =
                    HttpRequest.newBuilder(URI.create(gateway.url(path)))
                            .header("If-None-Match", tag)
                            .build();
            assertThat(gateway.send(again).statusCode()).isEqualTo(304);
        }
    }

    @Test
    void followsTheModels() {
        ServedModel model = TestingGateway.loading("later");
        try (TestingGateway other = TestingGateway.of(model)) {
            HttpResponse<String> before = other.get(LIST + "/later");
            assertThat(json(before).at("/state/phase").stringValue()).isEqualTo("loading");
            model.ready(FakeGenerator.saying());
            HttpResponse<String> after = other.get(LIST + "/later");
            assertThat(json(after).at("/state/phase").stringValue()).isEqualTo("ready");
            assertThat(json(after).get("task").stringValue()).isEqualTo("text-generation");
            assertThat(after.headers().firstValue("etag"))
                    .isNotEqualTo(before.headers().firstValue("etag"));
        }
    }

    @Test
    void answersHeadAndNoOtherMethod() throws IOException {
        try (RawClient client = new RawClient(gateway.port())) {
            client.send("HEAD " + LIST + " HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(client.head()).startsWith("HTTP/1.1 200 OK");
            client.send("GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(client.answer()).isEqualTo("{\"status\":\"up\"}");
        }
        HttpRequest post =
                HttpRequest.newBuilder(URI.create(gateway.url(LIST)))
                        .POST(BodyPublishers.noBody())
                        .build();
        assertThat(gateway.send(post).statusCode()).isEqualTo(405);
    }

    private static final String HUB_CARD =
            """
            ---
            license: apache-2.0
            license_link: LICENSE
            language: [en, fr]
            base_model: org/base
            tags: [Théâtre]
            ---
            # Title

            A model that is good at telling tests what they want to hear.
            """;

    private static final String EMBEDDER_CARD =
            """
            ---
            license: mit
            language: en
            ---
            <script>alert(1)</script><img src=x onerror=alert(1)>
            """;

    private static ServedModel hub(Path files) {
        ModelSource source = new ModelSource.Hub("org/name", "main", "Q4_1");
        ServedModel model =
                new ServedModel(
                        new ModelConfig(
                                "org/chat",
                                List.of("small"),
                                source,
                                EngineOptions.DEFAULT,
                                false,
                                Load.FIRST_USE,
                                true,
                                null,
                                "fr-par",
                                new Price(new BigDecimal("0.10"), new BigDecimal("0.20"), "EUR"),
                                Limits.NONE),
                        TestingGateway.NOW);
        List<SnapshotFile> list =
                List.of(
                        new SnapshotFile(
                                "config.json",
                                1_000_000_000,
                                new Digest(Digest.Algorithm.GIT_BLOB_SHA_1, COMMIT)),
                        new SnapshotFile("model.gguf", 2_000_000_000, null));
        model.known(
                new Snapshot(source, files, files, COMMIT, list, true),
                new ModelFacts(Task.TEXT_GENERATION, "llama", 134_515_008, 8192, "Q4_1", 0, true),
                new MemoryEstimate(1, 2, 3));
        model.ready(FakeGenerator.saying("Hello"));
        return model;
    }

    private static ServedModel failed() {
        ServedModel model = TestingGateway.loading("broken");
        Path nowhere = directory.resolve("nowhere");
        model.known(
                new Snapshot(
                        model.status().config().source(),
                        nowhere,
                        nowhere,
                        Snapshot.UNVERSIONED,
                        List.of(new SnapshotFile("model.gguf", 7, null)),
                        false),
                new ModelFacts(Task.TEXT_GENERATION, "gpt", 500_000_000, 1024, "F16", 0, false),
                new MemoryEstimate(100, 0, 0));
        model.failed("tensor x is missing");
        return model;
    }

    private static ServedModel embedder(Path files) {
        ServedModel model = TestingGateway.loading("embed");
        model.known(
                new Snapshot(
                        model.status().config().source(),
                        files,
                        files,
                        "sha256:abc",
                        List.of(new SnapshotFile("model.onnx", 5, null)),
                        false),
                new ModelFacts(Task.EMBEDDING, "bert", 33_000_000, 512, "int8", 3, false),
                new MemoryEstimate(10, 0, 5));
        model.ready(new FakeEmbedder());
        return model;
    }

    private static Path card(String name, String text) throws IOException {
        Path files = Files.createDirectory(directory.resolve(name));
        Files.writeString(files.resolve("README.md"), text);
        return files;
    }

    private static List<String> ids(JsonNode list) {
        return StreamSupport.stream(list.get("data").spliterator(), false)
                .map(entry -> entry.get("id").stringValue())
                .toList();
    }
}
