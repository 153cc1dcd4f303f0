package dev.passerelle.loadtests.workload;

import java.util.List;

/// Requests one after the other; each but the first follows the answer of the one before.
public interface Conversation {
    int turns();

    /// A turn's request.
    ///
    /// @param turn from 0
    /// @param answers the texts of the turns before, oldest first
    Ask ask(int turn, List<String> answers);

    /// Nanoseconds from an answer to the next turn's intended start.
    long pause(int turn);
}
