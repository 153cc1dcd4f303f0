package dev.passerelle.gateway.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.passerelle.runtime.Constraint;
import dev.passerelle.runtime.Constraint.Grammar;
import dev.passerelle.runtime.Constraint.JsonObject;
import dev.passerelle.runtime.Constraint.JsonSchema;
import dev.passerelle.runtime.Constraint.Literal;
import dev.passerelle.runtime.Constraint.OneOf;
import dev.passerelle.runtime.Constraint.Regex;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConstraintFieldTest {
    private static final String SCHEMA =
            "{\"type\":\"object\",\"properties\":{\"z\":{},\"a\":{\"maximum\":1.50}}}";

    @Test
    void readsOpenAisFormats() {
        assertThat(read("\"response_format\":{\"type\":\"text\"}")).isEmpty();
        assertThat(read("\"response_format\":{\"type\":\"json_object\"}"))
                .contains(new ConstraintField("response_format.type", new JsonObject()));
        assertThat(read(named(",\"strict\":true,\"description\":\"d\",\"schema\":" + SCHEMA)))
                .contains(
                        new ConstraintField(
                                "response_format.json_schema.schema",
                                new JsonSchema(SCHEMA.replace("1.50", "1.5"))));
        assertThat(read(named("")).map(ConstraintField::constraint)).contains(new JsonObject());
    }

    @Test
    void readsVllmsExtensions() {
        assertThat(structured("\"json\":" + SCHEMA).constraint()).isInstanceOf(JsonSchema.class);
        assertThat(structured("\"json\":\"{\\\"type\\\":\\\"null\\\"}\""))
                .isEqualTo(
                        new ConstraintField(
                                "structured_outputs.json", new JsonSchema("{\"type\":\"null\"}")));
        assertThat(structured("\"regex\":\"a+\"").constraint()).isEqualTo(new Regex("a+"));
        assertThat(structured("\"grammar\":\"g\"").constraint()).isEqualTo(new Grammar("g"));
        assertThat(structured("\"json_object\":true").constraint()).isEqualTo(new JsonObject());
        assertThat(structured("\"choice\":[\"a\",\"b\"],\"regex\":null").constraint())
                .isEqualTo(new OneOf(List.of(new Literal("a"), new Literal("b"))));
    }

    @Test
    void readsTheirOlderNames() {
        assertThat(constraint("\"guided_json\":true")).isEqualTo(new JsonSchema("true"));
        assertThat(constraint("\"guided_regex\":\"a\"")).isEqualTo(new Regex("a"));
        assertThat(constraint("\"guided_grammar\":\"g\"")).isEqualTo(new Grammar("g"));
        assertThat(constraint("\"guided_choice\":[\"a\"]"))
                .isEqualTo(new OneOf(List.of(new Literal("a"))));
    }

    private static String named(String rest) {
        return "\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"n\"%s}}"
                .formatted(rest);
    }

    private static ConstraintField structured(String member) {
        return read("\"structured_outputs\":{%s}".formatted(member)).orElseThrow();
    }

    private static Constraint constraint(String field) {
        return read(field).orElseThrow().constraint();
    }

    private static Optional<ConstraintField> read(String field) {
        byte[] body = ("{" + field + "}").getBytes(StandardCharsets.UTF_8);
        return ConstraintField.decode(Fields.of(Json.object(body)));
    }
}
