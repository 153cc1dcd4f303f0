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

/// A choice of an answer while it is generated, its tokens counted as they are read.
final class RunningChoice implements AutoCloseable {
    private final Generation generation;
    private final @Nullable LimitedBy curtailedBy;
    private int counted;
    private boolean begun;

    /// @param curtailedBy the limit for whose sake it may generate fewer tokens than it wants
    RunningChoice(Generation generation, @Nullable LimitedBy curtailedBy) {
        this.generation = generation;
        this.curtailedBy = curtailedBy;
    }

    /// The next event. Once the first is there, the prompt has been read.
    ///
    /// @throws dev.passerelle.runtime.InferenceException if it failed
    GenerationEvent next() throws InterruptedException {
        GenerationEvent event = generation.next();
        begun = true;
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
        return event;
    }

    long promptTokens() {
        return begun ? generation.promptTokens() : 0;
    }

    long completionTokens() {
        return counted;
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
