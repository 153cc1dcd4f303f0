package dev.passerelle.loadtests.run;

import org.jspecify.annotations.Nullable;

/// Ends a run from any thread, whatever it is doing.
final class Stop {
    private boolean asked;
    private @Nullable Runnable ending;

    synchronized boolean isAsked() {
        return asked;
    }

    /// How what is being done now is ended; done at once where the end has been asked for.
    synchronized void by(Runnable how) {
        ending = how;
        if (asked) {
            how.run();
        }
    }

    /// Nothing is being done that would have to be ended.
    synchronized void byNothing() {
        ending = null;
    }

    synchronized void ask() {
        asked = true;
        if (ending != null) {
            ending.run();
        }
    }
}
