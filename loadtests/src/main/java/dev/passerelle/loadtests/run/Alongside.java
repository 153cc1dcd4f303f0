package dev.passerelle.loadtests.run;

import dev.passerelle.loadtests.plan.Target;
import dev.passerelle.loadtests.result.ServerSide;
import dev.passerelle.loadtests.server.ServerWatch;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/// The server's metrics, where a scenario names them.
final class Alongside implements AutoCloseable {
    private final @Nullable ServerWatch watch;
    private @Nullable ServerSide seen;

    private Alongside(@Nullable ServerWatch watch) {
        this.watch = watch;
    }

    static Alongside watching(Target target, long origin) {
        URI metrics = target.metrics();
        return new Alongside(
                metrics == null ? null : ServerWatch.start(metrics, target.metricsEvery(), origin));
    }

    /// What was seen; ends watching.
    @Nullable ServerSide seen() {
        if (seen == null && watch != null) {
            seen = watch.finish();
        }
        return seen;
    }

    @Override
    public void close() {
        seen();
    }
}
