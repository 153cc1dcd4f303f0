package dev.passerelle.gateway.http;

import dev.passerelle.gateway.answer.Note;
import dev.passerelle.gateway.answer.Origin;
import dev.passerelle.gateway.answer.Tokens;
import dev.passerelle.gateway.openai.RawRequest;
import dev.passerelle.gateway.telemetry.CacheUse;
import dev.passerelle.gateway.telemetry.CallSummary;
import dev.passerelle.gateway.telemetry.WorkSummary;
import io.helidon.http.HeaderNames;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is told of a call when it has ended, collected on the way.
final class Summary {
    private static final String CACHE = "x-cache";

    private final Instant started;
    private @Nullable RawRequest request;
    private @Nullable Origin origin;
    private @Nullable CacheUse cache;
    private @Nullable String error;

    /// @param started when the call's headers were there
    Summary(Instant started) {
        this.started = started;
    }

    /// A model is asked.
    void asked(RawRequest raw) {
        request = raw;
    }

    void answered(Origin by, List<Note> notes) {
        origin = by;
        for (Note note : notes) {
            if (note.name().equals(CACHE)) {
                cache = use(note.value());
            }
        }
    }

    private static @Nullable CacheUse use(String value) {
        for (CacheUse use : CacheUse.values()) {
            if (use.id().equals(value)) {
                return use;
            }
        }
        return null;
    }

    /// @param code the error's code, or its type where it has none
    void failed(String code) {
        error = code;
    }

    CallSummary of(Call call, int status) {
        var asked = call.request();
        return new CallSummary(
                started,
                call.requestId(),
                asked.isSecure(),
                asked.prologue().method().text(),
                asked.path().path(),
                call.endpoint(),
                status,
                -1,
                call.nanos(),
                call.caller(),
                work(call),
                error,
                asked.headers().value(HeaderNames.USER_AGENT).orElse(null),
                call.trace().parent());
    }

    private @Nullable WorkSummary work(Call call) {
        RawRequest raw = request;
        if (raw == null) {
            return null;
        }
        Bill bill = call.openBill();
        Stages stages = call.stages();
        return new WorkSummary(
                raw.model(),
                origin == null ? new Origin(call.model(), "", "", "") : origin,
                raw.stream(),
                raw.maxTokens(),
                bill == null ? Tokens.NONE : bill.tokens(),
                stages.timing(),
                stages.firstNanos(),
                stages.decodeNanos(),
                cache);
    }
}
