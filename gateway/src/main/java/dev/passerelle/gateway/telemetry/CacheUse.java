package dev.passerelle.gateway.telemetry;

import java.util.Locale;

/// What the response cache had for a call, as in the header `x-cache`.
public enum CacheUse {
    HIT,
    MISS,
    BYPASS;

    private final String id = name().toLowerCase(Locale.ROOT);

    public String id() {
        return id;
    }
}
