package dev.passerelle.gateway.openai;

import org.jspecify.annotations.Nullable;

/// What this server tells beside OpenAI's fields, as a choice's `passerelle`.
record Extension(LimitedBy limitedBy) {

    static @Nullable Extension of(@Nullable LimitedBy limitedBy) {
        return limitedBy == null ? null : new Extension(limitedBy);
    }
}
