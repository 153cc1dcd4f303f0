package dev.passerelle.runtime.constrained;

import dev.passerelle.runtime.InferenceException.InvalidInput;
import dev.passerelle.runtime.InferenceException.InvalidInput.Subject;

/// Says that a constraint can't be honoured.
final class Refusal {

    private Refusal() {}

    static InvalidInput because(String message) {
        return new InvalidInput(message, Subject.CONSTRAINT);
    }
}
