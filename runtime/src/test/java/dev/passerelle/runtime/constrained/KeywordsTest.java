package dev.passerelle.runtime.constrained;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.passerelle.runtime.Constraint;
import dev.passerelle.runtime.InferenceException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is accepted and what is not, keyword by keyword.
class KeywordsTest {

    private final Random random = new Random(3);

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            textBlock =
                    """
                    {"type":"string"};"é \\n \\u00e9 \\ud83d\\ude42";true
                    {"type":"string"};"\\ud83d";false
                    {"type":"string"};"a	b";false
                    {"type":"string","minLength":2,"maxLength":3};"🙂\\n";true
                    {"type":"string","minLength":2,"maxLength":3};"a";false
                    {"type":"string","minLength":2,"maxLength":3};"abcd";false
                    {"type":"string","maxLength":1000};"abcabcabcabcabcabcabcabc";true
                    {"type":"string","pattern":"^a\\"b$"};"a\\"b";true
                    {"type":"string","pattern":"^a+$","maxLength":3};"aaa";true
                    {"type":"string","pattern":"^a+$","maxLength":3};"aaaa";false
                    {"type":"string","format":"date"};"2024-02-29";true
                    {"type":"string","format":"date"};"2023-02-29";false
                    {"type":"string","format":"ipv6"};"fe80::1:2";true
                    {"type":"string","format":"uuid"};"123e4567-e89b-12d3-a456-426614174000";true
                    {"type":"string","format":"email"};"a.b@example.org";true
                    {"type":"string","format":"uri"};"https://example.org/a?b=c#d";true
                    {"type":"string","format":"unheard-of"};"anything";true
                    {"type":"integer","minimum":-3,"maximum":120};-3;true
                    {"type":"integer","minimum":-3,"maximum":120};-4;false
                    {"type":"integer","minimum":-3,"maximum":120};120;true
                    {"type":"integer","minimum":-3,"maximum":120};121;false
                    {"type":"integer","exclusiveMinimum":0};0;false
                    {"type":"integer","multipleOf":7,"minimum":10};14;true
                    {"type":"integer","multipleOf":7,"minimum":10};7;false
                    {"type":"number","minimum":0.5,"exclusiveMaximum":2};0.5;true
                    {"type":"number","minimum":0.5,"exclusiveMaximum":2};0.49;false
                    {"type":"number","minimum":0.5,"exclusiveMaximum":2};1.999;true
                    {"type":"number","minimum":0.5,"exclusiveMaximum":2};2.0;false
                    {"type":"number","multipleOf":0.01};19.99;true
                    {"type":"number","multipleOf":0.01};19.999;false
                    {"type":"number"};-1.5e-7;true
                    {"type":"number"};01;false
                    {"enum":["a","ab",3,null,{"x":1}]};"ab";true
                    {"enum":["a","ab",3,null,{"x":1}]};{"x":1};true
                    {"enum":["a","ab"]};"b";false
                    {"enum":["a","bc"],"minLength":2};"a";false
                    {"const":[1,2]};[1,2];true
                    {"type":["integer","null"]};null;true
                    {"type":"integer","nullable":true};null;true
                    {"type":"array","items":{"type":"integer"},"minItems":2,"maxItems":3};[1, 2];true
                    {"type":"array","items":{"type":"integer"},"minItems":2,"maxItems":3};[1];false
                    {"type":"array","items":{"type":"integer"},"maxItems":3};[1,2,3,4];false
                    {"type":"array","prefixItems":[{"type":"string"},{"type":"null"}],"items":false};["a",null];true
                    {"type":"array","prefixItems":[{"type":"string"},{"type":"null"}],"items":false};["a",null,1];false
                    {"type":"object","properties":{"a":{"type":"null"},"b":{}},"required":["b"]};{"b":1};true
                    {"type":"object","properties":{"a":{"type":"null"},"b":{}},"required":["b"]};{"a":null};false
                    {"type":"object","properties":{"a":{"type":"null"}}};{"z":1};false
                    {"type":"object","properties":{"a":{"type":"null"}},"additionalProperties":{"type":"integer"}};{"a":null,"z":1};true
                    {"type":"object","properties":{"a":{"type":"null"}},"additionalProperties":{"type":"integer"}};{"a":1};false
                    {"type":"object","properties":{"a":{"type":"null"}},"additionalProperties":true};{"\\u0061":1};false
                    {"type":"object","patternProperties":{"^x-":{"type":"integer"}},"additionalProperties":false};{"x-a":1};true
                    {"type":"object","patternProperties":{"^x-":{"type":"integer"}},"additionalProperties":{"type":"null"}};{"x-a":null};false
                    {"type":"object","propertyNames":{"enum":["a","b"]}};{"b":1};true
                    {"type":"object","propertyNames":{"enum":["a","b"]}};{"c":1};false
                    {"type":"object","maxProperties":1};{"a":1,"b":2};false
                    {"type":"object","minProperties":1};{};false
                    {"anyOf":[{"type":"string"},{"type":"integer"}],"enum":["a",1,null]};1;true
                    {"anyOf":[{"type":"string"},{"type":"integer"}],"enum":["a",1,null]};null;false
                    {"oneOf":[{"type":"string"},{"type":"integer"}]};1;true
                    {"allOf":[{"type":"integer","minimum":3},{"maximum":5}]};4;true
                    {"allOf":[{"type":"integer","minimum":3},{"maximum":5}]};6;false
                    {"$ref":"#/$defs/t","$defs":{"t":{"type":"array","items":{"$ref":"#/$defs/t"}}}};[[],[[]]];true
                    {"$ref":"#/$defs/t","$defs":{"t":{"type":"array","items":{"$ref":"#/$defs/t"}}}};[1];false
                    {"type":"object"};{ "a": [1, 2], "b": {} };true
                    {"type":"object"};{  "a":1};false
                    """)
    void acceptsWhatTheSchemaDoes(String schema, String json, boolean accepted) {
        Constraint constraint = new Constraint.JsonSchema(schema);
        assertThat(TestTokens.accepts(constraint, json, random)).isEqualTo(accepted);
    }

    @Test
    void lineBreaksAndIndentationAreAllowedOnce() {
        assertThat(accepts("{\n  \"a\": [\n    1,\n    2\n  ]\n}")).isTrue();
        assertThat(accepts("{\n\n\"a\": 1}")).isFalse();
        assertThat(accepts("{\"a\" : 1}")).isFalse();
    }

    private boolean accepts(String json) {
        return TestTokens.accepts(new Constraint.JsonObject(), json, random);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            textBlock =
                    """
                    {"properties":{"a":{"not":{}}}};schema: /properties/a: keyword 'not' is not supported
                    {"type":"array","uniqueItems":true};schema: /: keyword 'uniqueItems' is not supported
                    {"oneOf":[{"type":"string"},{"maxLength":3}]};(0 and 1) may both accept a value
                    {"$ref":"other.json"};'$ref' other.json is not supported
                    {"$ref":"#/$defs/a"};leads nowhere
                    {"type":"strin"};there is no type 'strin'
                    {"type":"string","pattern":"(?=a)"};(?= is not supported
                    {"type":"string","pattern":"(a)\\\\1"};\\1 is not supported
                    {"type":"object","required":["a"],"properties":{"a":false}};No text can satisfy
                    {"$ref":"#"};No text can satisfy
                    {"allOf":[{"$ref":"#"}]};made of itself
                    {"type":"number","multipleOf":0.00000001};'multipleOf' is not supported for 0.00000001
                    [1;not well-formed JSON
                    7;a schema must be an object
                    {"type":"object","minProperties":2};keyword 'minProperties' is not supported
                    """)
    void namesWhatIsNotSupported(String schema, String message) {
        assertThatThrownBy(() -> TestTokens.COMPILER.compile(new Constraint.JsonSchema(schema)))
                .isInstanceOf(InferenceException.InvalidInput.class)
                .hasMessageContaining(message);
    }
}
