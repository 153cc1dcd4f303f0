package dev.passerelle.gateway.answer;

import dev.passerelle.gateway.admission.Reservation;

/// A call that a backend has counted and not begun to work on.
public interface Prepared extends AutoCloseable {

    /// What it takes.
    TokenCount count();

    /// Commit of the model's files; empty if it runs elsewhere.
    String revision();

    /// Begins the work, and returns when the first part of the answer is there. Called once.
    ///
    /// @param reservation how many tokens may be generated
    /// @throws DeploymentFailure if there is no answer
    /// @throws dev.passerelle.gateway.openai.ApiException if the request is at fault
    /// @throws dev.passerelle.runtime.InferenceException if generation failed
    Answer begin(Reservation reservation) throws InterruptedException;

    /// Gives back its place, if the work hasn't begun.
    @Override
    void close();
}
