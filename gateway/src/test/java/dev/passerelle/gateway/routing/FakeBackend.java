package dev.passerelle.gateway.routing;

import dev.passerelle.gateway.admission.Reservation;
import dev.passerelle.gateway.answer.Answer;
import dev.passerelle.gateway.answer.Backend;
import dev.passerelle.gateway.answer.CallRequest;
import dev.passerelle.gateway.answer.DeploymentFailure;
import dev.passerelle.gateway.answer.Origin;
import dev.passerelle.gateway.answer.Part;
import dev.passerelle.gateway.answer.Prepared;
import dev.passerelle.gateway.answer.TokenCount;
import dev.passerelle.gateway.answer.Tokens;
import dev.passerelle.runtime.Timing;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// A deployment that does what a test says.
final class FakeBackend implements Backend {
    private static final byte[] PART = {'{', '}'};

    final String name;
    final AtomicInteger prepared = new AtomicInteger();
    final AtomicInteger begun = new AtomicInteger();
    final AtomicInteger open = new AtomicInteger();
    final AtomicInteger closed = new AtomicInteger();
    volatile boolean healthy = true;
    volatile int parts = 2;
    volatile TokenCount count = new TokenCount(10, 20, 20, true);
    volatile Behaviour whenPrepared = () -> {};
    volatile Behaviour whenBegun = () -> {};
    volatile Behaviour whenRead = () -> {};

    /// What happens instead of, or before, the good case.
    interface Behaviour {
        void run() throws InterruptedException;
    }

    FakeBackend(String name) {
        this.name = name;
    }

    void fails(DeploymentFailure.Kind kind) {
        whenBegun =
                () -> {
                    throw new DeploymentFailure(
                            kind, kind.name().toLowerCase(java.util.Locale.ROOT));
                };
    }

    void works() {
        whenBegun = () -> {};
    }

    @Override
    public Prepared prepare(CallRequest call) {
        prepared.incrementAndGet();
        try {
            whenPrepared.run();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return new Ready();
    }

    @Override
    public boolean healthy() {
        return healthy;
    }

    @Override
    public void close() {
        closed.incrementAndGet();
    }

    private final class Ready implements Prepared {
        @Override
        public TokenCount count() {
            return count;
        }

        @Override
        public String revision() {
            return "";
        }

        @Override
        public Answer begin(Reservation reservation) throws InterruptedException {
            begun.incrementAndGet();
            whenBegun.run();
            return new Given();
        }

        @Override
        public void close() {}
    }

    private final class Given implements Answer {
        private int given;
        private boolean ended;

        Given() {
            open.incrementAndGet();
        }

        @Override
        public Origin origin() {
            return new Origin("m", "", name, "");
        }

        @Override
        public boolean streamed() {
            return true;
        }

        @Override
        public @Nullable Part next() throws InterruptedException {
            if (given++ > 0) {
                whenRead.run();
            }
            return given <= parts ? new Part(PART) : null;
        }

        @Override
        public Tokens tokens() {
            return new Tokens(count.prompt(), given, 0, true);
        }

        @Override
        public Timing timing() {
            return Timing.NONE;
        }

        @Override
        public void close() {
            if (!ended) {
                ended = true;
                open.decrementAndGet();
            }
        }
    }
}
