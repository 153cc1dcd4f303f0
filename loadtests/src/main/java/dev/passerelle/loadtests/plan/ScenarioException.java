package dev.passerelle.loadtests.plan;

/// A scenario can't be run as it is written; the message names the key or flag, what it holds and
/// what is allowed.
public final class ScenarioException extends RuntimeException {
    public ScenarioException(String message) {
        super(message);
    }
}
