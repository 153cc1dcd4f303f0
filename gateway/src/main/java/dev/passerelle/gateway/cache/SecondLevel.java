package dev.passerelle.gateway.cache;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Answers kept where other gateways find them too. It never fails: what can't be read isn't there,
/// what can't be written isn't kept.
interface SecondLevel extends AutoCloseable {

    /// Keeps nothing.
    SecondLevel NONE =
            new SecondLevel() {
                @Override
                public @Nullable Kept get(Digest key) {
                    return null;
                }

                @Override
                public void put(Digest key, Kept kept, Duration ttl) {}

                @Override
                public void close() {}
            };

    @Nullable Kept get(Digest key) throws InterruptedException;

    /// Doesn't wait.
    void put(Digest key, Kept kept, Duration ttl);

    @Override
    void close();
}
