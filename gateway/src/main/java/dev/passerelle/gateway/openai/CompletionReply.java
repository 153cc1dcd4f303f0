package dev.passerelle.gateway.openai;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.passerelle.runtime.FinishReason;
import dev.passerelle.runtime.GenerationEvent;
import dev.passerelle.runtime.GenerationEvent.Delta;
import dev.passerelle.runtime.GenerationEvent.PromptRead;
import dev.passerelle.runtime.TokenLogprob;
import dev.passerelle.runtime.Usage;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Answers of `POST /v1/completions`: `text_completion`, whole or in events of the same shape.
public final class CompletionReply implements ReplyEncoder {
    private final ReplyIdentity identity;
    private final OptionalInt alternatives;
    private final Echo echo;
    private final String opening;
    private final String closing;
    private final PerChoice<Written> written;

    /// @param alternatives log-probabilities asked for, and how many alternatives with each
    /// @param includeUsage whether each event mentions usage
    CompletionReply(
            ReplyIdentity identity, OptionalInt alternatives, Echo echo, boolean includeUsage) {
        this.identity = identity;
        this.alternatives = alternatives;
        this.echo = echo;
        this.opening = Chunk.opening(identity, "text_completion");
        this.closing = Chunk.closing(includeUsage);
        this.written = new PerChoice<>(choice -> new Written(textOf(choice)));
    }

    @Override
    public byte[] whole(List<Outcome> outcomes, Usage usage) {
        return WholeReply.encode(identity, "text_completion", outcomes, usage, this::choice);
    }

    @Override
    public byte[] opening(int choice, GenerationEvent first) {
        return echo.beginning(choice).map(text -> text(choice, text)).orElse(Chunk.NONE);
    }

    @Override
    public byte[] delta(int choice, GenerationEvent event) {
        return switch (event) {
            case Delta delta ->
                    alternatives.isEmpty()
                            ? text(choice, delta.text())
                            : text(choice, delta.text(), delta.logprobs());
            case PromptRead(List<TokenLogprob> tokens) when echo.asked() -> prompt(choice, tokens);
            // raw prompts have none of the others
            default -> Chunk.NONE;
        };
    }

    private byte[] prompt(int choice, List<TokenLogprob> tokens) {
        String text = echo.text(choice, tokens);
        if (alternatives.isEmpty()) {
            return text(choice, text);
        }
        written.get(choice).characters = CompletionLogprobs.beginning(text, tokens);
        return text(choice, text, tokens);
    }

    private byte[] text(int choice, String text) {
        return text.isEmpty() ? Chunk.NONE : written.get(choice).text.with(Json.escaped(text));
    }

    private byte[] text(int choice, String text, List<TokenLogprob> tokens) {
        Written own = written.get(choice);
        byte[] event =
                event(new Choice(choice, text, logprobs(tokens, own.characters), null, null));
        own.characters += CompletionLogprobs.characters(tokens);
        return event;
    }

    @Override
    public byte[] ending(int choice, FinishReason reason, @Nullable LimitedBy limitedBy) {
        return event(new Choice(choice, "", null, WireFinish.of(reason), Extension.of(limitedBy)));
    }

    @Override
    public byte[] usage(Usage usage) {
        return Chunk.of(opening + "],\"usage\":", "}\n\n").with(Json.bytes(WireUsage.of(usage)));
    }

    private byte[] event(Choice choice) {
        return Chunk.utf8(opening + Json.text(choice) + closing);
    }

    private Chunk textOf(int choice) {
        return Chunk.of(
                opening + "{\"index\":" + choice + ",\"text\":\"",
                "\",\"logprobs\":null,\"finish_reason\":null}" + closing);
    }

    private Choice choice(int index, Outcome outcome) {
        List<TokenLogprob> read = outcome.promptRead();
        String prompt = echo.asked() ? echo.text(index, read) : "";
        List<TokenLogprob> tokens =
                Stream.concat(read.stream(), outcome.logprobs().stream()).toList();
        return new Choice(
                index,
                prompt + outcome.text().value(),
                logprobs(tokens, CompletionLogprobs.beginning(prompt, read)),
                WireFinish.of(outcome.reason()),
                Extension.of(outcome.limitedBy()));
    }

    private @Nullable CompletionLogprobs logprobs(List<TokenLogprob> tokens, int from) {
        return alternatives.isEmpty()
                ? null
                : CompletionLogprobs.of(tokens, alternatives.getAsInt(), from);
    }

    /// How far a choice's events have come.
    private static final class Written {
        private final Chunk text;
        private int characters;

        Written(Chunk text) {
            this.text = text;
        }
    }

    private record Choice(
            int index,
            String text,
            @Nullable CompletionLogprobs logprobs,
            @Nullable String finishReason,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Extension passerelle) {}
}
