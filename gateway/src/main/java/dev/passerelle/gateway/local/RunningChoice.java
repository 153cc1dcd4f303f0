package dev.passerelle.gateway.local;

import dev.passerelle.gateway.openai.LimitedBy;
import dev.passerelle.runtime.FinishReason;
import dev.passerelle.runtime.Generation;
import dev.passerelle.runtime.GenerationEvent;
import dev.passerelle.runtime.GenerationEvent.Delta;
import dev.passerelle.runtime.GenerationEvent.Failed;
import dev.passerelle.runtime.GenerationEvent.Finished;
import dev.passerelle.runtime.Timing;
import dev.passerelle.runtime.Usage;
import org.jspecify.annotations.Nullable;

/// A candidate of an answer while it is generated, its tokens counted as they are delivered.
final class RunningChoice implements AutoCloseable {
    private final Generation generation;
    private final @Nullable LimitedBy curtailedBy;
    private int counted;
    private boolean begun;
    private @Nullable Usage usage;

    /// @param curtailedBy the limit for whose sake it may generate fewer tokens than it wants
    RunningChoice(Generation generation, @Nullable LimitedBy curtailedBy) {
        this.generation = generation;
        this.curtailedBy = curtailedBy;
    }

    /// The next event, not counted yet. For one thread.
    GenerationEvent read() throws InterruptedException {
        return generation.next();
    }

    /// Counts an event. Once the first is there, the prompt has been read.
    ///
    /// @throws dev.passerelle.runtime.InferenceException if it failed
    void count(GenerationEvent event) {
        begun = true;
        switch (event) {
            case Delta delta -> counted += delta.tokens();
            case GenerationEvent.Reasoning more -> counted += more.tokens();
            case GenerationEvent.ToolCallBegun call -> counted += call.tokens();
            case GenerationEvent.ToolCallArguments more -> counted += more.tokens();
            case GenerationEvent.PromptRead _ -> {}
            case Finished end -> {
                usage = end.usage();
                // what was generated and not shown, like the end-of-sequence token, counts too
                counted = Math.max(counted, end.usage().completionTokens());
            }
            case Failed(var cause) -> throw cause;
        }
    }

    /// What it has read and generated so far, as delivered.
    Usage usage() {
        int prompt = begun ? generation.promptTokens() : 0;
        Usage end = usage;
        return end == null
                ? new Usage(prompt, counted)
                : new Usage(prompt, counted, end.cachedTokens(), end.reasoningTokens());
    }

    /// Whether it has ended by itself.
    boolean finished() {
        return usage != null;
    }

    /// The limit that ended it; absent if it ended by itself.
    @Nullable LimitedBy limitedBy(Finished end) {
        return end.reason() == FinishReason.LENGTH ? curtailedBy : null;
    }

    /// Where the time before the first event went.
    Timing timing() {
        return generation.timing();
    }

    /// Cancels what is still running.
    @Override
    public void close() {
        generation.close();
    }
}
