package dev.passerelle.runtime;

/// Text that a user wrote or will read. Its `toString` never prints it, so that it can't reach a
/// log by accident.
public record PromptText(String value) {

    @Override
    public String toString() {
        return "PromptText[" + value.length() + " chars]";
    }
}
