package dev.passerelle.runtime.text;

import com.hubspot.jinjava.Jinjava;
import com.hubspot.jinjava.JinjavaConfig;
import com.hubspot.jinjava.LegacyOverrides;
import com.hubspot.jinjava.interpret.Context;
import com.hubspot.jinjava.interpret.RenderResult;
import com.hubspot.jinjava.interpret.TemplateError;
import dev.passerelle.runtime.ChatMessage;
import dev.passerelle.runtime.InferenceException;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A model's chat template: a Jinja program that lays a conversation out as the prompt the model
/// was trained on. Messages are data: what looks like a program in them is printed.
///
/// Runs in Jinjava, as close to transformers' setting of Jinja2 as that can be brought; the test
/// resource `chat-templates.json` says what was compared and what differs: booleans and none print
/// as `true`, `false` and nothing, strings are not multiplied, loops have no condition and no
/// `previtem`, a filter that is not known passes its value on. Files, Java's methods and endless
/// output are out of a template's reach.
final class ChatTemplate {

    private static final LegacyOverrides AS_JINJA2 =
            LegacyOverrides.newBuilder()
                    .withEvaluateMapKeys(true)
                    .withIterateOverMapKeys(true)
                    .withUsePyishObjectMapper(true)
                    .withUseNaturalOperatorPrecedence(true)
                    .withUseTrimmingForNotesAndExpressions(true)
                    .withKeepNullableLoopValues(true)
                    .withHandleBackslashInQuotesOnly(true)
                    .build();

    /// Jinjava would run such a loop over nothing.
    private static final Pattern FILTERED_LOOP =
            Pattern.compile(
                    "\\{%-?\\s*for\\s[^%]*?\\sin\\s(?:(?!else|%\\}).)*\\sif\\s(?:(?!\\selse\\s|%\\}).)*%\\}");

    private static final long MOST_CHARACTERS = 16L << 20;
    private static final int MOST_REPETITIONS = 10_000;

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
        return of(source, config, InstantSource.system(), ZoneId.systemDefault());
    }

    static ChatTemplate of(
            String source, TokenizerConfig config, InstantSource clock, ZoneId zone) {
        return new ChatTemplate(
                jinjava(clock, zone),
                TemplateSource.rewrite(source),
                config.templateName(),
                Map.of("bos_token", config.bosToken(), "eos_token", config.eosToken()));
    }

    private static Jinjava jinjava(InstantSource clock, ZoneId zone) {
        Jinjava jinjava =
                new Jinjava(
                        JinjavaConfig.newBuilder()
                                .withNestedInterpretationEnabled(false)
                                .withTrimBlocks(true)
                                .withLstripBlocks(true)
                                .withLegacyOverrides(AS_JINJA2)
                                .withElResolver(new PythonObjects())
                                .withMaxOutputSize(MOST_CHARACTERS)
                                .withMaxStringLength(MOST_CHARACTERS)
                                .withRangeLimit(MOST_REPETITIONS)
                                .withTimeZone(zone)
                                .withDateTimeProvider(clock::millis)
                                .withDisabled(
                                        Map.of(
                                                Context.Library.TAG,
                                                Set.of("include", "import", "from", "extends")))
                                .build());
        Context global = jinjava.getGlobalContext();
        TemplateFunctions.ALL.forEach(global::registerFunction);
        TemplateFilters.ALL.forEach(global::registerFilter);
        global.registerTag(new GenerationTag());
        TemplateFunctions.ALL.forEach(f -> global.put(f.getLocalName(), f.getLocalName()));
        return jinjava;
    }

    /// The prompt, up to where the assistant's answer begins.
    ///
    /// @throws InferenceException.InvalidInput if the template refuses the conversation or fails
    String render(List<ChatMessage> messages) {
        Map<String, Object> variables = new HashMap<>(tokens);
        variables.put("add_generation_prompt", true);
        variables.put("messages", messages.stream().map(ChatTemplate::variables).toList());
        if (FILTERED_LOOP.matcher(source).find()) {
            throw new InferenceException.InvalidInput(
                    "chat template %s: {% for … in … if … %} is not supported".replace("%s", name));
        }
        RenderResult result = jinjava.renderForResult(source, variables);
        for (TemplateError error : result.getErrors()) {
            throw new InferenceException.InvalidInput(message(error));
        }
        return result.getOutput();
    }

    private String message(TemplateError error) {
        for (Throwable e = error.getException(); e != null; e = e.getCause()) {
            if (e instanceof TemplateFunctions.Refusal refusal) {
                return "the model's chat template refuses these messages: " + refusal.getMessage();
            }
        }
        return "chat template %s, line %d: %s"
                .formatted(name, error.getLineno(), error.getMessage());
    }

    private static Map<String, @Nullable Object> variables(ChatMessage message) {
        return Map.of("role", message.role().templateName(), "content", message.text().value());
    }
}
