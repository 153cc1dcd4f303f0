package dev.passerelle.runtime.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CallFormatTest {

    @ParameterizedTest
    @CsvSource({
        "Qwen-Qwen2.5-7B-Instruct, hermes, ",
        "Qwen-Qwen3-0.6B, hermes, <think>",
        "Qwen3-Coder, qwen3-coder, ",
        "mistralai-Mistral-Nemo-Instruct-2407, mistral, ",
        "Mistral-Small-3.2-24B-Instruct-2506, mistral-named, ",
        "mistralai-Ministral-3-14B-Reasoning-2512, mistral-named, [THINK]",
        "ibm-granite-granite-3.3-2B-Instruct, granite, <think>",
        "ibm-granite-granite-4.0, hermes, ",
        "HuggingFaceTB-SmolLM3-3B, hermes, <think>",
    })
    void isFoundFromTheTemplate(String file, String format, String open) throws IOException {
        String template = template(file);
        assertThat(CallFormat.of(template).id()).isEqualTo(format);
        assertThat(ReasoningTags.of(template).map(ReasoningTags::open).orElse(null))
                .isEqualTo(open);
    }

    @ParameterizedTest
    @CsvSource({
        "'Return function calls in the format {\"name\": function name, \"parameters\": dictionary of argument name and its value}', llama3-json",
        "'[func_name1(params_name1=params_value1), func_name2(params)]', pythonic",
        "'<|python_start|>', llama4-pythonic",
        "'<|tool|>{{ tools }}<|/tool|>', phi4",
        "'<|im_start|>', hermes",
    })
    void isFoundFromAPartOfATemplate(String template, String format) {
        assertThat(CallFormat.of(template).id()).isEqualTo(format);
    }

    @ParameterizedTest
    @EnumSource(CallFormat.class)
    void isDocumented(CallFormat format) throws IOException {
        assertThat(Files.readString(Path.of("../docs/tools.md")))
                .contains("| `%s` |".formatted(format.id()));
        assertThat(CallFormat.named(format.id())).isEqualTo(format);
    }

    @Test
    void anUnknownNameIsRefusedWithThoseKnown() {
        assertThatThrownBy(() -> CallFormat.named("hermse"))
                .hasMessageContaining("'hermse'")
                .hasMessageContaining("hermes, ");
    }

    private static String template(String file) throws IOException {
        String path = "/dev/passerelle/runtime/text/templates/" + file + ".jinja";
        try (InputStream in =
                Objects.requireNonNull(CallFormatTest.class.getResourceAsStream(path))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
