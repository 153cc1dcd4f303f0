package dev.passerelle.gateway.local;

import dev.passerelle.gateway.openai.LimitedBy;
import dev.passerelle.runtime.FinishReason;
import dev.passerelle.runtime.Generation;
import dev.passerelle.runtime.GenerationEvent;
import dev.passerelle.runtime.GenerationEvent.Delta;
import dev.passerelle.runtime.GenerationEvent.Failed;
import dev.passerelle.runtime.GenerationEvent.Finished;
import dev.passerelle.runtime.Timing;
import org.jspecify.annotations.Nullable;

/// A candidate of an answer while it is generated, its tokens counted as they are delivered.
final class RunningChoice implements AutoCloseable {
    private final Generation generation;
    private final @Nullable LimitedBy curtailedBy;
    private int counted;

    /// @param curtailedBy the limit for whose sake it may generate fewer tokens than it wants
    RunningChoice(Generation generation, @Nullable LimitedBy curtailedBy) {
        this.generation = generation;
        this.curtailedBy = curtailedBy;
    }

    /// The next event, not counted yet. For one thread.
    GenerationEvent read() throws InterruptedException {
        return generation.next();
    }

    /// Counts an event.
    ///
    /// @return tokens that are new with it
    /// @throws dev.passerelle.runtime.InferenceException if it failed
    int count(GenerationEvent event) {
        int before = counted;
        switch (event) {
            case Delta delta -> counted += delta.tokens();
            case GenerationEvent.Reasoning more -> counted += more.tokens();
            case GenerationEvent.ToolCallBegun call -> counted += call.tokens();
            case GenerationEvent.ToolCallArguments more -> counted += more.tokens();
            case GenerationEvent.PromptRead _ -> {}
            // what was generated and not shown, like the end-of-sequence token, counts too
            case Finished end -> counted = Math.max(counted, end.usage().completionTokens());
            case Failed(var cause) -> throw cause;
        }
        return counted - before;
    }

    int promptTokens() {
        return generation.promptTokens();
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
