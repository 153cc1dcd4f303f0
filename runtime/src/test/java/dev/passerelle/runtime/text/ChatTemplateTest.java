package dev.passerelle.runtime.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.passerelle.runtime.ChatMessage;
import dev.passerelle.runtime.InferenceException;
import dev.passerelle.runtime.PromptText;
import dev.passerelle.runtime.Role;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
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
    private static final List<ChatMessage> HELLO =
            List.of(new ChatMessage(Role.USER, new PromptText("Hello")));

    /// Against what Python's Jinja2 made of them; see `src/test/python/chat_templates.py`.
    @TestFactory
    Stream<DynamicTest> rendersAsJinja2Does() throws IOException {
        return cases().valueStream()
                .map(each ->
                        DynamicTest.dynamicTest(each.path("name").asString(), () -> check(each)));
    }

    private static void check(JsonNode each) {
        ChatTemplate template = template(each.path("template").asString());
        List<ChatMessage> messages =
                each.path("messages").valueStream().map(ChatTemplateTest::message).toList();
        if (each.has("differs")) {
            assertThat(outcome(template, messages)).isNotEqualTo(each.path("text").asString());
        } else if (each.has("error")) {
            assertThatThrownBy(() -> template.render(messages))
                    .isInstanceOf(InferenceException.InvalidInput.class)
                    .hasMessageContaining(each.path("error").asString());
        } else {
            assertThat(template.render(messages)).isEqualTo(each.path("text").asString());
        }
    }

    private static String outcome(ChatTemplate template, List<ChatMessage> messages) {
        try {
            return template.render(messages);
        } catch (InferenceException.InvalidInput e) {
            return "refused: " + e.getMessage();
        }
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
                "{% for m in messages if m.role == 'user' %}x{% endfor %}",
                "{% frobnicate %}",
                "{{ frobnicate() }}",
                "{% for m in messages %}",
                "{{ strftime_now('%Q') }}",
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
                new TokenizerConfig(Optional.of(source), "test.jinja", "<s>", "</s>"),
                InstantSource.fixed(NOW),
                ZoneOffset.UTC);
    }

    private static ChatMessage message(JsonNode node) {
        return new ChatMessage(
                Role.valueOf(node.path("role").asString().toUpperCase(Locale.ROOT)),
                new PromptText(node.path("content").asString()));
    }

    private static JsonNode cases() throws IOException {
        try (InputStream in = ChatTemplateTest.class.getResourceAsStream("chat-templates.json")) {
            return JsonMapper.shared().readTree(in).path("cases");
        }
    }
}
