package dev.passerelle.gateway.backend;

import dev.passerelle.runtime.Embedder;
import dev.passerelle.runtime.PreparedEmbedding;
import dev.passerelle.runtime.Tenant;
import dev.passerelle.runtime.Timing;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// A loaded model that knows whether it was closed, how often, and whether it was used afterwards.
final class FakeModel implements Embedder {
    final String revision;
    final AtomicInteger closed = new AtomicInteger();
    volatile boolean healthy = true;

    FakeModel(String revision) {
        this.revision = revision;
    }

    @Override
    public int dimensions() {
        return 1;
    }

    @Override
    public PreparedEmbedding prepare(List<Input> inputs, Tenant tenant) {
        if (closed.get() > 0) {
            throw new AssertionError(revision + " is used after it was closed");
        }
        return new PreparedEmbedding() {
            @Override
            public int promptTokens() {
                return 0;
            }

            @Override
            public Embeddings embed() {
                return new Embeddings(List.of(), 0);
            }

            @Override
            public Timing timing() {
                return Timing.NONE;
            }
        };
    }

    @Override
    public int contextLength() {
        return 1;
    }

    @Override
    public boolean healthy() {
        return healthy;
    }

    @Override
    public void close() {
        closed.incrementAndGet();
    }
}
