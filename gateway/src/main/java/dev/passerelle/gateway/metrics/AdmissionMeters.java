package dev.passerelle.gateway.metrics;

import dev.passerelle.gateway.admission.Limit;
import dev.passerelle.gateway.admission.Scope;
import dev.passerelle.gateway.backend.ServedModels;
import dev.passerelle.gateway.tenancy.Measure;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Who is let in, and what they take. No label names a key or project, of which there may be any
/// number. Counters are there from the start, at 0.
public final class AdmissionMeters {
    private static final double[] ADMISSION_SECONDS = {
        .00005, .0001, .00025, .0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5
    };
    private static final double[] QUEUE_SECONDS = {
        .001, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30, 60, 120
    };
    private static final double NANOS = 1e9;
    private static final Pattern JWT = Pattern.compile("[^.]+\\.[^.]+\\.[^.]*");

    private final Counter refusals;
    private final Counter unauthenticated;
    private final Histogram admission;
    private final Histogram queue;
    private final Counter charged;
    private final Counter refunded;

    /// Why nobody was recognised.
    private enum Reason {
        MISSING,
        MALFORMED,
        KEY,
        TOKEN;

        static Reason of(@Nullable String authorization) {
            if (authorization == null) {
                return MISSING;
            }
            String[] parts = authorization.strip().split(" +", 2);
            if (parts.length < 2 || !parts[0].equalsIgnoreCase("bearer")) {
                return MALFORMED;
            }
            return JWT.matcher(parts[1]).matches() ? TOKEN : KEY;
        }

        String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    AdmissionMeters(Meters meters, ServedModels models) {
        refusals = meters.counter(Metric.ADMISSION_REFUSALS);
        unauthenticated = meters.counter(Metric.AUTHENTICATION_FAILURES);
        admission = meters.histogram(Metric.ADMISSION_DURATION, ADMISSION_SECONDS);
        queue = meters.histogram(Metric.QUEUE_DURATION, QUEUE_SECONDS);
        charged = meters.counter(Metric.TOKENS_CHARGED);
        refunded = meters.counter(Metric.TOKENS_REFUNDED);
        begin(models);
    }

    private void begin(ServedModels models) {
        for (Scope.Kind kind : Scope.Kind.values()) {
            for (Measure measure : Measure.values()) {
                refusals.initLabelValues(kind.id(), measure.id());
            }
        }
        for (Reason reason : Reason.values()) {
            unauthenticated.initLabelValues(reason.id());
        }
        models.all()
                .forEach(model -> {
                    charged.initLabelValues(model.id());
                    refunded.initLabelValues(model.id());
                });
    }

    /// A limit had no room for a request.
    public void refused(Limit limit) {
        refusals.labelValues(limit.scope().kind().id(), limit.measure().id()).inc();
    }

    /// Nobody was recognised.
    ///
    /// @param authorization what they sent
    public void unauthenticated(@Nullable String authorization) {
        unauthenticated.labelValues(Reason.of(authorization).id()).inc();
    }

    public void admitted(String endpoint, long nanos) {
        admission.labelValues(endpoint).observe(nanos / NANOS);
    }

    public void queued(String model, Duration time) {
        queue.labelValues(model).observe(time.toNanos() / NANOS);
    }

    /// A call has ended, and kept this much of what it had reserved.
    public void settled(String model, long kept, long givenBack) {
        charged.labelValues(model).inc(kept);
        refunded.labelValues(model).inc(givenBack);
    }
}
