package dev.passerelle.gateway.cache;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Answers kept in Redis. A call waits for it a few milliseconds at most; after a failure nothing
/// is asked of it for a while, and a connection is opened beside the calls.
final class RedisLevel implements SecondLevel {
    private static final Logger LOG = System.getLogger(RedisLevel.class.getName());
    private static final byte[] PREFIX = "passerelle:cache:".getBytes(StandardCharsets.US_ASCII);
    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final long MOST_ON_THE_WAY = 16L << 20;

    private final RedisClient client;
    private final RedisURI uri;
    private final Timing timing;
    private final AtomicReference<@Nullable Opening> opening = new AtomicReference<>();
    private final AtomicLong onTheWay = new AtomicLong();
    private volatile long quietUntil = System.nanoTime();
    private volatile boolean ended;

    /// How long it may take.
    ///
    /// @param read most a call waits
    /// @param pause how long it isn't asked after a failure
    record Timing(Duration read, Duration pause) {
        static final Timing DEFAULT = new Timing(Duration.ofMillis(20), Duration.ofSeconds(5));
    }

    private record Opening(CompletableFuture<StatefulRedisConnection<byte[], byte[]>> connection) {

        @Nullable StatefulRedisConnection<byte[], byte[]> ready() {
            return connection.isDone() && !connection.isCompletedExceptionally()
                    ? connection.join()
                    : null;
        }

        boolean over() {
            StatefulRedisConnection<byte[], byte[]> ready = ready();
            return ready == null ? connection.isDone() : !ready.isOpen();
        }
    }

    private RedisLevel(RedisClient client, RedisURI uri, Timing timing) {
        this.client = client;
        this.uri = uri;
        this.timing = timing;
    }

    /// Doesn't wait for a connection.
    ///
    /// @throws IllegalArgumentException if the address isn't that of a Redis
    static RedisLevel at(URI redis, Timing timing) {
        RedisURI uri;
        try {
            uri = RedisURI.create(redis);
        } catch (IllegalArgumentException _) {
            // Its message may quote the password.
            throw new IllegalArgumentException(
                    "cache.redis-url names no Redis: write redis://HOST:PORT, or rediss:// for TLS");
        }
        RedisClient client = RedisClient.create();
        client.setOptions(
                ClientOptions.builder()
                        .autoReconnect(false)
                        .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
                        .socketOptions(SocketOptions.builder().connectTimeout(CONNECT).build())
                        .build());
        RedisLevel level = new RedisLevel(client, uri, timing);
        var _ = level.connection();
        return level;
    }

    /// Whether it can be asked now.
    boolean connected() {
        return connection() != null;
    }

    private @Nullable StatefulRedisConnection<byte[], byte[]> connection() {
        if (ended || System.nanoTime() - quietUntil < 0) {
            return null;
        }
        Opening current = opening.get();
        if (current == null || current.over()) {
            open(current);
            return null;
        }
        return current.ready();
    }

    private void open(@Nullable Opening old) {
        CompletableFuture<StatefulRedisConnection<byte[], byte[]>> future =
                new CompletableFuture<>();
        if (!opening.compareAndSet(old, new Opening(future))) {
            return;
        }
        client.connectAsync(ByteArrayCodec.INSTANCE, uri)
                .whenComplete((connection, failure) -> {
                    if (failure == null) {
                        future.complete(connection);
                    } else {
                        rest(failure);
                        future.completeExceptionally(failure);
                    }
                });
    }

    @Override
    public @Nullable Kept get(Digest key) throws InterruptedException {
        StatefulRedisConnection<byte[], byte[]> connection = connection();
        if (connection == null) {
            return null;
        }
        try {
            byte @Nullable [] value =
                    connection
                            .async()
                            .get(name(key))
                            .get(timing.read().toNanos(), TimeUnit.NANOSECONDS);
            return value == null ? null : KeptFormat.read(value).orElse(null);
        } catch (TimeoutException | ExecutionException | RuntimeException e) {
            rest(e);
            return null;
        }
    }

    @Override
    public void put(Digest key, Kept kept, Duration ttl) {
        StatefulRedisConnection<byte[], byte[]> connection = connection();
        int size = kept.weight();
        if (connection == null || onTheWay.addAndGet(size) > MOST_ON_THE_WAY) {
            if (connection != null) {
                onTheWay.addAndGet(-size);
            }
            return;
        }
        try {
            connection
                    .async()
                    .psetex(name(key), Math.max(1, ttl.toMillis()), KeptFormat.write(kept))
                    .whenComplete((_, failure) -> {
                        onTheWay.addAndGet(-size);
                        if (failure != null) {
                            rest(failure);
                        }
                    });
        } catch (RuntimeException e) {
            onTheWay.addAndGet(-size);
            rest(e);
        }
    }

    private static byte[] name(Digest key) {
        byte[] hex = key.hex();
        byte[] name = new byte[PREFIX.length + hex.length];
        System.arraycopy(PREFIX, 0, name, 0, PREFIX.length);
        System.arraycopy(hex, 0, name, PREFIX.length, hex.length);
        return name;
    }

    /// Asks nothing for a while.
    private void rest(Throwable failure) {
        quietUntil = System.nanoTime() + timing.pause().toNanos();
        if (!ended) {
            LOG.log(
                    Level.DEBUG,
                    "the cache goes without Redis for {0}: {1}",
                    timing.pause(),
                    failure.getClass().getSimpleName());
        }
    }

    @Override
    public void close() {
        ended = true;
        var _ = client.shutdownAsync(0, CONNECT.toMillis(), TimeUnit.MILLISECONDS);
    }
}
