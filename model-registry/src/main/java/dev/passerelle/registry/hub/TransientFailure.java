package dev.passerelle.registry.hub;

import java.io.IOException;
import java.io.Serial;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A failure that another attempt may mend.
final class TransientFailure extends IOException {
    @Serial private static final long serialVersionUID = 1;

    private final int status;
    private final @Nullable String retryAfter;

    /// The connection could not be made, broke or stalled.
    TransientFailure(String message, IOException cause) {
        super(message, cause);
        this.status = 0;
        this.retryAfter = null;
    }

    /// The hub answered that it can't answer now.
    ///
    /// @param retryAfter the header of that name
    TransientFailure(String message, int status, @Nullable String retryAfter) {
        super(message);
        this.status = status;
        this.retryAfter = retryAfter;
    }

    boolean rateLimited() {
        return status == 429;
    }

    /// The pause the hub asks for, by seconds or by date; empty if it asks for none that can be
    /// understood.
    Optional<Duration> retryAfter(InstantSource clock) {
        if (retryAfter == null) {
            return Optional.empty();
        }
        String text = retryAfter.strip();
        if (text.matches("\\d{1,9}")) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
        }
        try {
            Instant date =
                    ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
            Duration pause = Duration.between(clock.instant(), date);
            return Optional.of(pause.isNegative() ? Duration.ZERO : pause);
        } catch (DateTimeParseException _) {
            return Optional.empty();
        }
    }
}
