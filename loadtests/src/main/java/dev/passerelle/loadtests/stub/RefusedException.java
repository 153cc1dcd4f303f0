package dev.passerelle.loadtests.stub;

import org.jspecify.annotations.Nullable;

/// A request that a server of this API would refuse.
final class RefusedException extends RuntimeException {
    private final int status;
    private final @Nullable String param;
    private final String code;

    RefusedException(int status, String message, @Nullable String param, String code) {
        super(message);
        this.status = status;
        this.param = param;
        this.code = code;
    }

    int status() {
        return status;
    }

    @Nullable String param() {
        return param;
    }

    String code() {
        return code;
    }
}
