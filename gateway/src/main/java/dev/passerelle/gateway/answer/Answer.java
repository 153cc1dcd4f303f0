package dev.passerelle.gateway.answer;

import dev.passerelle.runtime.Timing;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An answer in OpenAI's wire form that has begun: its first part is there, and none has been sent.
/// For one thread, which may be interrupted.
public interface Answer extends AutoCloseable {

    /// Who answers.
    Origin origin();

    /// Whether its parts are server-sent events; else it has one part, a JSON object.
    boolean streamed();

    /// The next part; null after the last. Events come whole, and without the final `[DONE]`.
    ///
    /// @throws DeploymentFailure if the answer breaks off
    /// @throws dev.passerelle.runtime.InferenceException if generation failed
    @Nullable Part next() throws InterruptedException;

    /// What is to be paid for so far, the newest part included.
    Tokens tokens();

    /// Where the time before the first part went, as far as it is known.
    Timing timing();

    /// What else the client is to be told.
    default List<Note> notes() {
        return List.of();
    }

    /// Whether others may be given it too, as far as is known by now: not if a limit of this caller
    /// cuts it short.
    default boolean keepable() {
        return true;
    }

    /// Ends what still runs for it, at once; [#tokens] stays.
    @Override
    void close();
}
