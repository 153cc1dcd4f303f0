package dev.passerelle.gateway.telemetry;

import dev.passerelle.gateway.answer.Origin;
import dev.passerelle.gateway.answer.Tokens;
import dev.passerelle.gateway.answer.TraceParent;
import dev.passerelle.gateway.tenancy.Caller;
import dev.passerelle.gateway.tenancy.Limits;
import dev.passerelle.gateway.tenancy.Project;
import dev.passerelle.gateway.tenancy.Role;
import dev.passerelle.runtime.Timing;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Calls that have ended.
final class Summaries {
    static final Instant STARTED = Instant.parse("2026-01-02T03:04:05.067Z");
    static final String TRACE_ID = "0af7651916cd43dd8448eb211c80319c";
    static final TraceParent TRACE =
            new TraceParent("00-" + TRACE_ID + "-b7ad6b7169203331-01", "vendor=1");
    static final Origin LOCAL = new Origin("chat", "abc123", "local", "eu-west");
    static final Origin ELSEWHERE = new Origin("chat", "", "far", "eu-north");
    private static final Caller CALLER =
            new Caller(
                    "key_1",
                    new Project("acme", "web"),
                    Role.MEMBER,
                    Set.of(),
                    Set.of(),
                    Limits.NONE);

    private Summaries() {}

    /// A stream of 1.5 s: 100 ms of queue and 200 ms of prompt before its first token at 400 ms,
    /// then 1 s of decoding.
    static WorkSummary work(Origin origin, @Nullable CacheUse cache) {
        return new WorkSummary(
                "alias",
                origin,
                true,
                OptionalLong.of(64),
                new Tokens(12, 5, 4, true),
                new Timing(Duration.ofMillis(100), Duration.ofMillis(200)),
                400_000_000,
                1_000_000_000,
                cache);
    }

    static CallSummary call(
            int status, @Nullable WorkSummary work, @Nullable String error, String userAgent) {
        return new CallSummary(
                STARTED,
                "req_1",
                false,
                "POST",
                "/v1/chat/completions",
                "/v1/chat/completions",
                status,
                1234,
                1_500_000_499,
                CALLER,
                work,
                error,
                userAgent,
                TRACE);
    }

    static CallSummary answered(Origin origin) {
        return call(200, work(origin, CacheUse.MISS), null, "curl/8");
    }
}
