package dev.passerelle.gateway.telemetry;

import dev.passerelle.gateway.config.TelemetryConfig;
import java.io.IOException;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/// Tells what calls were like: to an access log, and to a collector of OpenTelemetry.
///
/// A call begins with [#begin], hands on [Trace#parent], and tells [#ended] once, when all of its
/// answer is sent. Safe from any thread; no call waits for anything here.
public final class Telemetry implements AutoCloseable {

    /// Passes on the client's trace, and tells nobody.
    public static final Telemetry NONE = new Telemetry(null, PassedOn.TRACING);

    private final @Nullable AccessLog accessLog;
    private final Tracing tracing;

    Telemetry(@Nullable AccessLog accessLog, Tracing tracing) {
        this.accessLog = accessLog;
        this.tracing = tracing;
    }

    /// @throws IOException if the access log's file can't be opened
    public static Telemetry of(TelemetryConfig config) throws IOException {
        String place = config.accessLog();
        AccessLog log = place.equals("off") ? null : AccessLog.at(place);
        URI collector = config.otlpEndpoint();
        // OpenTelemetry's classes are loaded only if they are used
        Tracing tracing =
                collector == null
                        ? PassedOn.TRACING
                        : Collector.tracing(
                                collector, config.samplePercent(), config.serviceName());
        return log == null && collector == null ? NONE : new Telemetry(log, tracing);
    }

    /// @param traceparent header of that name, as the client sent it
    /// @param tracestate header of that name
    public Trace begin(@Nullable String traceparent, @Nullable String tracestate) {
        return tracing.begin(traceparent, tracestate);
    }

    /// Whether anybody is told, so that a summary is worth making.
    public boolean listening() {
        return this != NONE;
    }

    /// The call has ended.
    public void ended(Trace trace, CallSummary summary) {
        if (accessLog != null) {
            accessLog.write(summary);
        }
        trace.end(summary);
    }

    /// Opens the access log's file anew, because the old one has been moved away.
    public void reopen() {
        if (accessLog != null) {
            accessLog.reopen();
        }
    }

    /// Lines that didn't get into the access log, because writing was too slow or failed.
    public long droppedLines() {
        return accessLog == null ? 0 : accessLog.dropped();
    }

    /// Sends what is still to be sent.
    @Override
    public void close() {
        if (accessLog != null) {
            accessLog.close();
        }
        tracing.close();
    }
}
