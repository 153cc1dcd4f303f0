package dev.passerelle.runtime.constrained;

import dev.passerelle.runtime.Constraint;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/// Schemas of the usual kinds and texts under them: who goes through them once pays for what only a
/// first use pays for, and finds the masks that all constraints of a model share.
final class FirstUse {

    /// Enough for the virtual machine to compile what is slow.
    private static final int FIRST_ROUNDS = 20;

    private static final AtomicBoolean FIRST = new AtomicBoolean(true);

    private static final List<Sample> SAMPLES =
            List.of(
                    new Sample("{\"type\":\"object\"}", "{\"a\": [1.5e3, \"b\", true, {}]}"),
                    new Sample(
                            """
                            {"type":"object","properties":{"name":{"type":"string"},
                            "age":{"type":"integer","minimum":0,"maximum":150},
                            "tags":{"type":"array","items":{"enum":["a","b",3,null]},"maxItems":5},
                            "size":{"type":["number","null"]}},
                            "required":["name","age"],"additionalProperties":false}\
                            """,
                            "{\"name\": \"Ada \\n é\", \"age\": 36, \"tags\": [\"a\", 3], \"size\": -1.5}"),
                    new Sample(
                            """
                            {"type":"object","properties":{"id":{"type":"string","pattern":"^[a-z]{2,8}-\\\\d+$"},
                            "day":{"type":"string","format":"date-time"},"mail":{"format":"email","type":"string"},
                            "short":{"type":"string","minLength":2,"maxLength":12},
                            "price":{"type":"number","exclusiveMinimum":-5,"maximum":1000,"multipleOf":0.5},
                            "next":{"anyOf":[{"$ref":"#"},{"type":"null"}]}},
                            "required":["id"],"additionalProperties":{"type":"integer"}}\
                            """,
                            "{\"id\":\"ab-1\",\"day\":\"2026-01-02T03:04:05Z\",\"mail\":\"a@b.com\",\"short\":\"abc d\",\"price\":2.5,\"next\":{\"id\":\"cd-2\"},\"more\":7}"));

    private record Sample(String schema, String text) {}

    private FirstUse() {}

    /// Takes about a second the first time, and some ten milliseconds from then on.
    static void of(ConstraintCompiler compiler) {
        int rounds = FIRST.getAndSet(false) ? FIRST_ROUNDS : 1;
        for (int i = 0; i < rounds; i++) {
            for (Sample sample : SAMPLES) {
                ConstraintState state =
                        compiler.compileAnew(new Constraint.JsonSchema(sample.schema)).start();
                state.maskThrough(sample.text.getBytes(StandardCharsets.UTF_8));
            }
        }
    }
}
