package dev.passerelle.runtime.tools;

import static org.assertj.core.api.Assertions.assertThat;

import dev.passerelle.runtime.FinishReason;
import dev.passerelle.runtime.GenerationEvent;
import dev.passerelle.runtime.Tool;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Outputs in `recorded-outputs.json`, cut in every way, tell the same.
class RecordedOutputsTest {

    private static final List<Tool> TOOLS =
            List.of(
                    new Tool(
                            "get_weather",
                            "",
                            "{\"properties\":{\"city\":{\"type\":\"string\"},\"days\":{\"type\":\"integer\"}}}",
                            false),
                    new Tool("now", "", "{}", false));

    @TestFactory
    Stream<DynamicTest> areToldTheSameHoweverTheyAreCut() throws IOException {
        JsonNode cases;
        try (InputStream in =
                Objects.requireNonNull(
                        RecordedOutputsTest.class.getResourceAsStream("recorded-outputs.json"))) {
            cases = JsonMapper.shared().readTree(in).path("cases");
        }
        return cases.valueStream()
                .map(each ->
                        DynamicTest.dynamicTest(
                                each.path("format").asString()
                                        + ": "
                                        + each.path("name").asString(),
                                () -> check(each)));
    }

    private static void check(JsonNode each) throws InterruptedException {
        String text = each.path("text").asString();
        Random random = new Random(8);
        for (int length = 1; length <= text.length(); length++) {
            check(each, Scripted.cut(text, length));
        }
        for (int i = 0; i < 100; i++) {
            check(each, pieces(text, random));
        }
    }

    private static void check(JsonNode each, List<String> pieces) throws InterruptedException {
        FinishReason reason = FinishReason.valueOf(each.path("reason").asString("STOP"));
        Scripted raw = new Scripted(pieces, reason);
        List<GenerationEvent> events =
                Scripted.all(new ParsedGeneration(raw, shape(each), CallIds::openAi));
        assertThat(Scripted.told(events)).isEqualTo(each.path("told").asString());
        assertThat(Scripted.tokens(events)).isEqualTo(pieces.size());
    }

    private static AnswerShape shape(JsonNode each) {
        String format = each.path("format").asString("none");
        Optional<ReasoningTags> tags =
                each.has("tags")
                        ? ReasoningTags.of(each.path("tags").asString())
                        : Optional.empty();
        return new AnswerShape(
                tags,
                each.path("reasons").asBoolean(false),
                format.equals("none") ? Optional.empty() : Optional.of(CallFormat.named(format)),
                TOOLS,
                true);
    }

    private static List<String> pieces(String text, Random random) {
        List<String> pieces = new ArrayList<>();
        for (int at = 0; at < text.length(); ) {
            int end = Math.min(text.length(), at + 1 + random.nextInt(12));
            pieces.add(text.substring(at, end));
            at = end;
        }
        return pieces;
    }
}
