package dev.passerelle.gateway.answer;

/// What answers calls for one model: the runtime here, or a server elsewhere. Safe from any thread.
public interface Backend {

    /// Counts what a call takes, and takes its place in the queue where there is one.
    ///
    /// @throws dev.passerelle.gateway.openai.ApiException if it can't be honoured
    /// @throws dev.passerelle.runtime.InferenceException if it can't be taken on now
    Prepared prepare(CallRequest call);

    /// Commit of the files that answer now; empty if it runs elsewhere, or isn't loaded.
    default String revision() {
        return "";
    }

    /// Asks whether it is there, where it can be asked.
    default boolean healthy() {
        return true;
    }

    /// Frees what it holds, when its last answer has ended.
    default void close() {}
}
