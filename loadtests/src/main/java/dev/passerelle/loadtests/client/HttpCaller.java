package dev.passerelle.loadtests.client;

import dev.passerelle.loadtests.plan.Target;
import dev.passerelle.loadtests.workload.Ask;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLSocketFactory;

/// Sends requests by HTTP/1.1 over connections of its own, because their moments are what is
/// measured. Redirects are not followed.
public final class HttpCaller implements Caller {
    private final LongSupplier clock;
    private final boolean keepAlive;
    private final RequestHeads heads;
    private final Dialler dialler;
    private final Links links = new Links();
    private final Deadlines deadlines;

    /// @param origin the run's start, by [System#nanoTime]
    /// @throws dev.passerelle.loadtests.plan.ScenarioException if a header or key can't be sent
    public HttpCaller(Target target, long origin) {
        this(
                target,
                () -> System.nanoTime() - origin,
                (SSLSocketFactory) SSLSocketFactory.getDefault());
    }

    /// @param clock nanoseconds since the run's start
    HttpCaller(Target target, LongSupplier clock, SSLSocketFactory tls) {
        Origin origin = Origin.of(target.url());
        this.clock = clock;
        this.keepAlive = target.keepAlive();
        this.heads = new RequestHeads(target, origin);
        this.dialler = new Dialler(origin, target.connectTimeout(), tls);
        this.deadlines = new Deadlines(target.timeout(), clock);
    }

    @Override
    public Called call(Place place, Ask ask, long intended) {
        return Exchange.run(this, place, ask, intended);
    }

    /// How often a kept connection turned out to have been closed by the server, and the request
    /// went by a new one.
    public long retriedConnections() {
        return links.stale();
    }

    @Override
    public void close() {
        links.close();
        deadlines.close();
    }

    long now() {
        return clock.getAsLong();
    }

    boolean keepsAlive() {
        return keepAlive;
    }

    RequestHeads heads() {
        return heads;
    }

    Dialler dialler() {
        return dialler;
    }

    Links links() {
        return links;
    }

    Deadlines deadlines() {
        return deadlines;
    }
}
