package dev.passerelle.runtime;

import java.util.Locale;

/// Who speaks in a chat message.
public enum Role {
    SYSTEM,
    /// OpenAI's newer name for the system role. Chat templates of open models know only `system`.
    DEVELOPER,
    USER,
    ASSISTANT,
    TOOL;

    /// The name chat templates use.
    public String templateName() {
        return this == DEVELOPER ? SYSTEM.templateName() : name().toLowerCase(Locale.ROOT);
    }
}
