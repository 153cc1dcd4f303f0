package dev.passerelle.runtime.tools;

import dev.passerelle.runtime.Constraint;
import dev.passerelle.runtime.Constraint.OneOf;
import dev.passerelle.runtime.Constraint.Triggered;
import dev.passerelle.runtime.GenerationRequest;
import dev.passerelle.runtime.InferenceException;
import dev.passerelle.runtime.InferenceException.InvalidInput.Subject;
import dev.passerelle.runtime.Prompt;
import dev.passerelle.runtime.Tool;
import dev.passerelle.runtime.ToolChoice;
import dev.passerelle.runtime.ToolUse;
import dev.passerelle.runtime.text.TextTokenizer;
import dev.passerelle.runtime.text.TextTokenizer.EncodedChat;
import dev.passerelle.runtime.text.Vocabulary;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// How one model is asked for answers with tools and reasoning, and how its answers are read.
public final class ChatAnswers {

    private final TextTokenizer tokenizer;
    private final CallFormat format;
    private final boolean knowsTools;
    private final Optional<ReasoningTags> tags;
    private final boolean shortIds;
    private final Vocabulary spelled;

    /// @param format how the model writes calls; absent to find out from its chat template
    public ChatAnswers(TextTokenizer tokenizer, Optional<CallFormat> format) {
        String template = tokenizer.toolTemplateSource();
        this.tokenizer = tokenizer;
        this.format = format.orElseGet(() -> CallFormat.of(template));
        this.knowsTools = template.contains("tools");
        this.tags = ReasoningTags.of(template);
        this.shortIds = template.contains("length != 9") || template.contains("length == 9");
        this.spelled = tokenizer.vocabulary().spelling(spellings());
    }

    private Set<String> spellings() {
        Set<String> spellings = new HashSet<>(Set.of("[ARGS]", "[CALL_ID]"));
        spellings.add(format.opening());
        spellings.add(format.closing());
        tags.ifPresent(each -> spellings.addAll(List.of(each.open(), each.close())));
        return spellings;
    }

    /// Lays out the prompt of a request and says how its answer is to be read.
    ///
    /// @throws InferenceException.InvalidInput as [TextTokenizer#encode], and if a tool is asked
    ///   for that isn't there
    public PlannedAnswer plan(GenerationRequest request) {
        return request.prompt() instanceof Prompt.Chat chat
                ? plan(chat, request)
                : PlannedAnswer.plain(
                        tokenizer.encode(request.prompt()), request, tokenizer.vocabulary());
    }

    private PlannedAnswer plan(Prompt.Chat chat, GenerationRequest request) {
        ToolUse use = chat.toolUse();
        refuseIfMissing(use);
        boolean calls = !use.tools().isEmpty() && !(use.choice() instanceof ToolChoice.None);
        Prompt.Chat shown =
                calls
                        ? chat
                        : new Prompt.Chat(chat.messages(), ToolUse.NONE, chat.templateArguments());
        EncodedChat prompt = tokenizer.encodeChat(knowsTools ? shown : DescribedTools.in(shown));
        String text = prompt.text().value();
        CallFormat written = forced(use) ? format.forced() : format;
        AnswerShape shape =
                new AnswerShape(
                        tags,
                        tags.map(each -> each.openedBy(text)).orElse(false),
                        calls ? Optional.of(written) : Optional.empty(),
                        use.tools(),
                        use.parallel());
        Optional<Constraint> constraint =
                constraint(calls ? use : ToolUse.NONE, written, request.constraint())
                        .map(answer ->
                                tags.map(each -> AfterReasoning.of(answer, each, text))
                                        .orElse(answer));
        return new PlannedAnswer(
                prompt.ids(),
                constrained(request, constraint),
                shape.plain() ? tokenizer.vocabulary() : spelled,
                shape,
                shortIds);
    }

    private static boolean forced(ToolUse use) {
        return use.choice() instanceof ToolChoice.Required
                || use.choice() instanceof ToolChoice.Named;
    }

    private static void refuseIfMissing(ToolUse use) {
        if (use.choice() instanceof ToolChoice.Named(var name)
                && use.tools().stream().noneMatch(tool -> tool.name().equals(name))) {
            throw new InferenceException.InvalidInput(
                    "tool_choice names the function '%s', which is not among tools: name one that is"
                            .formatted(name),
                    Subject.TOOLS);
        }
        if (use.choice() instanceof ToolChoice.Required && use.tools().isEmpty()) {
            throw new InferenceException.InvalidInput(
                    "tool_choice is required, but there are no tools: send some", Subject.TOOLS);
        }
    }

    private static Optional<Constraint> constraint(
            ToolUse use, CallFormat format, Optional<Constraint> asked) {
        return switch (use.choice()) {
            case ToolChoice.None() -> asked;
            case ToolChoice.Required() ->
                    Optional.of(
                            new CallConstraints(format, use.tools(), use.parallel(), true).calls());
            case ToolChoice.Named(var name) -> {
                List<Tool> named =
                        use.tools().stream().filter(tool -> tool.name().equals(name)).toList();
                yield Optional.of(new CallConstraints(format, named, false, true).calls());
            }
            case ToolChoice.Auto() -> {
                CallConstraints calls =
                        new CallConstraints(format.forced(), use.tools(), use.parallel(), false);
                if (asked.isPresent()) {
                    yield Optional.of(new OneOf(List.of(asked.get(), calls.calls())));
                }
                boolean strict = use.tools().stream().anyMatch(Tool::strict);
                yield strict && format == format.forced() && !format.opening().isEmpty()
                        ? Optional.of(new Triggered(format.opening(), calls.afterOpening()))
                        : Optional.empty();
            }
        };
    }

    private static GenerationRequest constrained(
            GenerationRequest request, Optional<Constraint> constraint) {
        return new GenerationRequest(
                request.prompt(),
                request.sampling(),
                request.maxTokens(),
                request.stop(),
                request.ignoreEos(),
                request.topLogprobs(),
                request.promptLogprobs(),
                constraint);
    }
}
