package dev.passerelle.runtime.engine;

import dev.passerelle.runtime.GenerationRequest;
import dev.passerelle.runtime.InferenceException.InvalidInput;
import dev.passerelle.runtime.constrained.CompiledConstraint;
import dev.passerelle.runtime.constrained.ConstraintCompiler;
import dev.passerelle.runtime.importer.DecoderShape;
import dev.passerelle.runtime.sampling.Adjustments;
import dev.passerelle.runtime.text.TextTokenizer;
import dev.passerelle.runtime.text.Vocabulary;
import dev.passerelle.runtime.tools.ChatAnswers;
import dev.passerelle.runtime.tools.PlannedAnswer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/// Works out what the engine needs of a request before it runs, on the caller's thread.
final class Intake {

    private static final Set<String> TURN_ENDS =
            Set.of(
                    "<|im_end|>",
                    "<|eot_id|>",
                    "<|eom_id|>",
                    "<|eot|>",
                    "<|eom|>",
                    "<end_of_turn>",
                    "<|end_of_turn|>");

    private final Vocabulary vocabulary;
    private final ChatAnswers answers;
    private final List<Integer> eosTokens;
    private final Context context;

    /// By vocabulary: one where the tags of tool calls have text, and one where they don't.
    private final Map<Vocabulary, ConstraintCompiler> constraints = new ConcurrentHashMap<>();

    Intake(TextTokenizer tokenizer, DecoderShape shape, int contextLength) {
        this.vocabulary = tokenizer.vocabulary();
        this.answers = new ChatAnswers(tokenizer, Optional.empty());
        this.eosTokens =
                Stream.concat(shape.eosTokens().stream(), vocabulary.controls(TURN_ENDS).stream())
                        .distinct()
                        .toList();
        this.context = Context.of(contextLength, vocabulary);
    }

    /// A request that can run.
    ///
    /// @param maxTokens most tokens to generate
    record Accepted(PlannedAnswer answer, int maxTokens, Optional<CompiledConstraint> constraint) {}

    int contextLength() {
        return context.length();
    }

    /// Those of the model's configuration, and the ends of turns among the control tokens.
    List<Integer> eosTokens() {
        return eosTokens;
    }

    /// Compiles a few constraints, so that the first request with one finds the compiler warm.
    void warmUp() {
        compiler(vocabulary).warmUp();
    }

    /// Refuses what is wrong whatever the prompt.
    ///
    /// @throws InvalidInput saying what
    void check(GenerationRequest request) {
        Adjustments.check(request.sampling(), vocabulary.size());
        context.refuseIfSurelyTooLong(request.prompt());
    }

    /// @throws dev.passerelle.runtime.InferenceException if it can't run
    Accepted accept(GenerationRequest request) {
        PlannedAnswer answer = answers.plan(request);
        int maxTokens = context.maxTokens(answer.prompt().length, request);
        return new Accepted(answer, maxTokens, compiled(request, answer));
    }

    private Optional<CompiledConstraint> compiled(GenerationRequest request, PlannedAnswer answer) {
        try {
            return answer.request()
                    .constraint()
                    .map(constraint -> compiler(answer.vocabulary()).compile(constraint));
        } catch (InvalidInput e) {
            // what only the tools ask for is their fault
            throw request.constraint().isPresent()
                    ? e
                    : new InvalidInput(String.valueOf(e.getMessage()), InvalidInput.Subject.TOOLS);
        }
    }

    private ConstraintCompiler compiler(Vocabulary words) {
        return constraints.computeIfAbsent(words, each -> new ConstraintCompiler(each, eosTokens));
    }
}
