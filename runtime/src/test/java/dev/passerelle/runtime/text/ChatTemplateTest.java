package dev.passerelle.runtime.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.passerelle.runtime.InferenceException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ChatTemplateTest {

    private static final Instant NOW = Instant.parse("2026-03-05T14:07:09Z");
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Map<String, Object> HELLO =
            Map.of("messages", List.of(Map.of("role", "user", "content", "Hello")));

    /// Against what Python's Jinja2 made of them; see `src/test/python/chat_templates.py`.
    @TestFactory
    Stream<DynamicTest> rendersAsJinja2Does() throws IOException {
        JsonNode root;
        try (InputStream in = resource("chat-templates.json")) {
            root = JSON.readTree(in);
        }
        return root.path("cases")
                .valueStream()
                .map(each ->
                        DynamicTest.dynamicTest(
                                each.path("name").asString(),
                                () -> check(each, root.path("tools"))));
    }

    private static void check(JsonNode each, JsonNode tools) throws IOException {
        ChatTemplate template = template(source(each));
        Map<String, Object> variables = variables(each, tools);
        if (each.has("error")) {
            assertThatThrownBy(() -> template.render(variables))
                    .isInstanceOf(InferenceException.InvalidInput.class)
                    .hasMessageContaining(each.path("error").asString());
        } else {
            assertThat(template.render(variables)).isEqualTo(each.path("text").asString());
        }
    }

    private static String source(JsonNode each) throws IOException {
        if (each.has("template")) {
            return each.path("template").asString();
        }
        try (InputStream in = resource("templates/" + each.path("file").asString())) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static Map<String, Object> variables(JsonNode each, JsonNode tools) {
        Map<String, Object> variables = new HashMap<>();
        variables.put("messages", JSON.convertValue(each.path("messages"), List.class));
        if (each.path("tools").asBoolean(false)) {
            variables.put("tools", JSON.convertValue(tools, List.class));
        }
        each.path("arguments")
                .properties()
                .forEach(e ->
                        variables.put(e.getKey(), JSON.convertValue(e.getValue(), Object.class)));
        return variables;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{ ''.getClass() }}",
                "{{ ''.class }}",
                "{{ messages.getClass().forName('java.lang.Runtime') }}",
                "{{ messages[0].getClass() }}",
                "{{ messages.class.name }}",
                "{{ ____int3rpr3t3r____ }}",
                "{{ ____int3rpr3t3r____.getContext() }}",
                "{{ ____int3rpr3t3r____.config }}",
                "{{ raise_exception.getClass() }}",
                "{% include '/etc/passwd' %}",
                "{% import '/etc/passwd' as x %}",
                "{% extends '/etc/passwd' %}",
            })
    void aTemplateReachesNoJavaAndNoFile(String source) {
        String text;
        try {
            text = template(source).render(HELLO);
        } catch (InferenceException.InvalidInput e) {
            text = "";
        }
        assertThat(text).doesNotContain("java", "jinjava", "class", "root:", "@");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{% if %}",
                "{{ messages[0].content.frobnicate() }}",
                "{{ messages[0].content | frobnicate }}",
                "{{ 1 is frobnicate }}",
                "{{ frobnicate.x }}",
                "{% set x %}",
                "{{ 'a' + 1 }}",
                "{{ 1 // 0 }}",
                "{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}",
                "{% frobnicate %}",
                "{{ frobnicate() }}",
                "{% for m in messages %}",
                "{{ strftime_now('%Q') }}",
                "{% set a.b = 1 %}",
                "{% set a = 1, 2 %}",
                "{% for m in messages %}{% break %}tail{% endfor %}",
                "{% set n = namespace(s='a') %}{% for i in range(60) %}{% set n.s = n.s + n.s %}{% endfor %}",
                "{{ 2 ** 99999999 }}",
                "{{ messages | random }}",
                "{{ messages | batch(2) }}",
                "{{ 1 is containing 2 }}",
                "{% do messages.append(1) %}",
                "{% unless true %}{% endunless %}",
                "{% for m in messages recursive %}{% endfor %}",
                "{% for a in range(9999) %}{% for b in range(9999) %}0123456789{% endfor %}{% endfor %}",
            })
    void anErrorNamesTheTemplate(String source) {
        ChatTemplate template = template(source);
        assertThatThrownBy(() -> template.render(HELLO))
                .isInstanceOf(InferenceException.InvalidInput.class)
                .hasMessageContaining("test.jinja");
    }

    private static ChatTemplate template(String source) {
        return ChatTemplate.of(
                source,
                new TokenizerConfig(
                        Optional.of(source), Optional.empty(), "test.jinja", "<s>", "</s>"),
                InstantSource.fixed(NOW),
                ZoneOffset.UTC);
    }

    private static InputStream resource(String name) {
        return Objects.requireNonNull(ChatTemplateTest.class.getResourceAsStream(name));
    }
}
