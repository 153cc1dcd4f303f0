package dev.passerelle.runtime.text;

import dev.passerelle.runtime.InferenceException;
import dev.passerelle.runtime.text.ChatVariables.Manner;
import dev.passerelle.runtime.text.template.JinjaTemplate;
import dev.passerelle.runtime.text.template.TemplateException;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A model's chat template: a Jinja program that lays a conversation out as the prompt the model
/// was trained on. Messages are data: what looks like a program in them is printed.
///
/// Jinjava renders it, brought to what transformers' `apply_chat_template` makes of it; the test
/// resource `chat-templates.json` says what was compared.
final class ChatTemplate {

    private final TokenizerConfig config;
    private final InstantSource clock;
    private final ZoneId zone;
    private final JinjaTemplate template;
    private final Manner manner;

    private ChatTemplate(String source, TokenizerConfig config, InstantSource clock, ZoneId zone) {
        this.config = config;
        this.clock = clock;
        this.zone = zone;
        this.template = new JinjaTemplate(source);
        this.manner = Manner.of(this::tried);
    }

    static ChatTemplate of(String source, TokenizerConfig config) {
        return of(source, config, InstantSource.system(), ZoneId.systemDefault());
    }

    static ChatTemplate of(
            String source, TokenizerConfig config, InstantSource clock, ZoneId zone) {
        return new ChatTemplate(source, config, clock, zone);
    }

    String source() {
        return template.source();
    }

    /// How it wants the calls of tools in a conversation.
    Manner manner() {
        return manner;
    }

    /// The prompt, up to where the assistant's answer begins.
    ///
    /// @param variables `messages`, `tools` and others, as transformers passes them
    /// @throws InferenceException.InvalidInput if the template refuses the conversation or fails
    String render(Map<String, @Nullable Object> variables) {
        try {
            return rendered(variables);
        } catch (TemplateException.Refusal e) {
            throw new InferenceException.InvalidInput(
                    "the model's chat template refuses these messages: " + e.getMessage());
        } catch (TemplateException e) {
            throw new InferenceException.InvalidInput(
                    "chat template %s, line %d: %s"
                            .formatted(config.templateName(), e.line(), e.getMessage()));
        }
    }

    private @Nullable String tried(Map<String, @Nullable Object> variables) {
        try {
            return rendered(variables);
        } catch (TemplateException e) {
            return null;
        }
    }

    private String rendered(Map<String, @Nullable Object> variables) {
        Map<String, @Nullable Object> all = new HashMap<>();
        all.put("bos_token", config.bosToken());
        all.put("eos_token", config.eosToken());
        all.put("add_generation_prompt", true);
        all.put("documents", null);
        all.put("tools", null);
        all.putAll(variables);
        return template.render(all, clock.instant().atZone(zone));
    }
}
