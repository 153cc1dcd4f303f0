package dev.passerelle.gateway.backend;

import java.io.Serial;

/// The memory budget has no room for a model.
final class NoRoomException extends Exception {
    @Serial private static final long serialVersionUID = 1;

    private final boolean lasting;

    /// @param lasting whether it will stay so, however long one waits
    NoRoomException(String message, boolean lasting) {
        super(message, null, false, false);
        this.lasting = lasting;
    }

    boolean isLasting() {
        return lasting;
    }
}
