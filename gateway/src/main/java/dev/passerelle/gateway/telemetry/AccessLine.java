package dev.passerelle.gateway.telemetry;

import dev.passerelle.gateway.tenancy.Project;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/// Writes calls as lines of the access log. Safe from any thread.
final class AccessLine {
    private static final int NANOS_PER_MILLI = 1_000_000;
    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss");
    private static final int VERSION_AND_DASH = 3;
    private static final int TRACE_ID_END = VERSION_AND_DASH + 32;

    private volatile Second newest = Second.of(0);

    /// A second, printed once for all calls in it.
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Second(long epoch, byte[] text) {
        static Second of(long epoch) {
            String text = SECONDS.format(LocalDateTime.ofEpochSecond(epoch, 0, ZoneOffset.UTC));
            return new Second(epoch, text.getBytes(StandardCharsets.US_ASCII));
        }
    }

    /// The line, with its end.
    byte[] of(CallSummary call) {
        JsonLine line = new JsonLine();
        time(line, call.started());
        line.text(AccessField.REQUEST_ID, call.requestId());
        String parent = call.trace().parent();
        if (parent.length() >= TRACE_ID_END) {
            line.text(AccessField.TRACE_ID, parent.substring(VERSION_AND_DASH, TRACE_ID_END));
        }
        line.text(AccessField.METHOD, call.method());
        line.text(AccessField.PATH, call.path());
        line.number(AccessField.STATUS, call.status());
        ifKnown(line, AccessField.BYTES, call.bytes());
        line.millis(AccessField.DURATION_MS, Math.max(0, call.nanos()));
        WorkSummary work = call.work();
        if (work != null) {
            times(line, work);
        }
        line.text(AccessField.KEY, call.caller().key());
        Project project = call.caller().project();
        line.path(AccessField.PROJECT, project.organisation(), project.name());
        if (work != null) {
            work(line, work);
        }
        line.flag(AccessField.CANCELLED, call.cancelled());
        ifThere(line, AccessField.ERROR, call.error());
        ifThere(line, AccessField.USER_AGENT, call.userAgent());
        return line.end();
    }

    private void time(JsonLine line, Instant time) {
        Second second = newest;
        if (second.epoch() != time.getEpochSecond()) {
            second = Second.of(time.getEpochSecond());
            newest = second;
        }
        line.time(AccessField.TIME, second.text(), time.getNano() / NANOS_PER_MILLI);
    }

    private static void times(JsonLine line, WorkSummary work) {
        if (work.firstNanos() >= 0) {
            line.millis(AccessField.TTFT_MS, work.firstNanos());
            line.millis(AccessField.QUEUE_MS, work.timing().queued().toNanos());
        }
    }

    private static void work(JsonLine line, WorkSummary work) {
        line.text(AccessField.MODEL, work.origin().model());
        line.text(AccessField.DEPLOYMENT, work.origin().deployment());
        line.text(AccessField.REGION, work.origin().region());
        line.flag(AccessField.STREAM, work.stream());
        line.number(AccessField.PROMPT_TOKENS, work.tokens().prompt());
        line.number(AccessField.COMPLETION_TOKENS, work.tokens().completion());
        line.number(AccessField.CACHED_TOKENS, work.tokens().cached());
        CacheUse cache = work.cache();
        if (cache != null) {
            line.text(AccessField.CACHE, cache.id());
        }
    }

    private static void ifKnown(JsonLine line, AccessField field, long value) {
        if (value >= 0) {
            line.number(field, value);
        }
    }

    private static void ifThere(JsonLine line, AccessField field, @Nullable String value) {
        if (value != null) {
            line.text(field, value);
        }
    }
}
