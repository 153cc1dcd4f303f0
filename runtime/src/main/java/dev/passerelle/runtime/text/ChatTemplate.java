package dev.passerelle.runtime.text;

import com.hubspot.jinjava.Jinjava;
import com.hubspot.jinjava.JinjavaConfig;
import com.hubspot.jinjava.interpret.RenderResult;
import com.hubspot.jinjava.interpret.TemplateError;
import dev.passerelle.runtime.ChatMessage;
import dev.passerelle.runtime.InferenceException;
import java.util.List;
import java.util.Map;

/// A model's chat template: a Jinja program that lays a conversation out as the prompt the model
/// was trained on.
final class ChatTemplate {

    private final Jinjava jinjava;
    private final String source;
    private final String name;
    private final Map<String, Object> tokens;

    private ChatTemplate(Jinjava jinjava, String source, String name, Map<String, Object> tokens) {
        this.jinjava = jinjava;
        this.source = source;
        this.name = name;
        this.tokens = tokens;
    }

    static ChatTemplate of(String source, TokenizerConfig config) {
        JinjavaConfig settings =
                JinjavaConfig.newBuilder()
                        .withNestedInterpretationEnabled(false)
                        .withTrimBlocks(true)
                        .withLstripBlocks(true)
                        .build();
        return new ChatTemplate(
                new Jinjava(settings),
                source,
                config.templateName(),
                Map.of("bos_token", config.bosToken(), "eos_token", config.eosToken()));
    }

    /// The prompt, up to where the assistant's answer begins.
    String render(List<ChatMessage> messages) {
        Map<String, Object> variables = new java.util.HashMap<>(tokens);
        variables.put("add_generation_prompt", true);
        variables.put("messages", messages.stream().map(ChatTemplate::variables).toList());
        RenderResult result = jinjava.renderForResult(source, variables);
        for (TemplateError error : result.getErrors()) {
            throw new InferenceException.InvalidInput(
                    "chat template %s: %s".formatted(name, error.getMessage()));
        }
        return result.getOutput();
    }

    private static Map<String, Object> variables(ChatMessage message) {
        return Map.of("role", message.role().templateName(), "content", message.text().value());
    }
}
