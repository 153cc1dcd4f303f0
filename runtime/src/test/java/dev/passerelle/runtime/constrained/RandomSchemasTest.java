package dev.passerelle.runtime.constrained;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.passerelle.runtime.Constraint;
import dev.passerelle.runtime.InferenceException;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Texts of random tokens under random schemas, against an independent validator.
class RandomSchemasTest {

    private static final SchemaRegistry REGISTRY =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    @Test
    void everyFinishedTextIsValid() {
        RandomSchemas schemas = new RandomSchemas(11);
        Random random = new Random(12);
        int finished = 0;
        for (int i = 0; i < 60; i++) {
            String schema = schemas.next().toString();
            Schema validator = REGISTRY.getSchema(schema, InputFormat.JSON);
            ConstraintState start;
            try {
                start = TestTokens.start(new Constraint.JsonSchema(schema));
            } catch (InferenceException.InvalidInput e) {
                assertThat(e).hasMessageStartingWith("No text can satisfy");
                continue;
            }
            for (int walk = 0; walk < 2; walk++) {
                Optional<String> text = TestTokens.sample(start.copy(), random, 400);
                finished += text.isPresent() ? 1 : 0;
                text.ifPresent(json ->
                        assertThat(
                                        validator.validate(
                                                json,
                                                InputFormat.JSON,
                                                context ->
                                                        context.executionConfig(config ->
                                                                config.formatAssertionsEnabled(
                                                                        true))))
                                .as("%s under %s", json, schema)
                                .isEmpty());
            }
        }
        assertThat(finished).isGreaterThan(60);
    }
}
