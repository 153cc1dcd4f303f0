package dev.passerelle.gateway.backend;

import dev.passerelle.runtime.LoadedModel;

/// How far a served model is.
public sealed interface ModelState {
    /// Being imported or loaded; requests are told to come back.
    record Loading() implements ModelState {}

    record Ready(LoadedModel model) implements ModelState {}

    /// Could not be loaded.
    ///
    /// @param reason for operators and callers: what is wrong and how to mend it
    record Failed(String reason) implements ModelState {}
}
