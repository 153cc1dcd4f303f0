package dev.passerelle.gateway.cli;

import java.util.Optional;
import java.util.OptionalInt;

/// The terminal the program was started from, if any.
interface Terminal {

    /// No terminal: a script, a service.
    Terminal NONE =
            new Terminal() {
                @Override
                public OptionalInt columns() {
                    return OptionalInt.empty();
                }

                @Override
                public Optional<String> ask(String question) {
                    return Optional.empty();
                }
            };

    /// Columns of standard error; empty if it is no terminal, or one that can't redraw a line.
    OptionalInt columns();

    /// What the operator answers; empty if there is nobody to ask.
    Optional<String> ask(String question);
}
