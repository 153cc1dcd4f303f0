package dev.passerelle.gateway.admission.redis;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.StringCodec;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One connection to Redis. What is sent is executed in that order, each at most once: a connection
/// that ended isn't opened again, and nothing is sent anew.
final class Link implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Link.class.getName());
    private static final Pattern RUN = Pattern.compile("(?m)^run_id:(\\w+)");

    private final StatefulRedisConnection<String, String> connection;
    private final Duration timeout;

    private Link(StatefulRedisConnection<String, String> connection, Duration timeout) {
        this.connection = connection;
        this.timeout = timeout;
    }

    static Link open(RedisClient client, RedisURI uri, Duration timeout) throws RedisUnavailable {
        CompletableFuture<StatefulRedisConnection<String, String>> opening =
                client.connectAsync(StringCodec.UTF8, uri).toCompletableFuture();
        try {
            Link link = new Link(await(opening, timeout), timeout);
            link.load();
            return link;
        } catch (RedisUnavailable e) {
            var _ = opening.thenCompose(StatefulRedisConnection::closeAsync);
            throw e;
        }
    }

    /// Makes Redis know the scripts, so that the first calls come in order too.
    private void load() throws RedisUnavailable {
        for (Script script : Script.values()) {
            await(connection.async().scriptLoad(script.text()).toCompletableFuture(), timeout);
        }
    }

    boolean isOpen() {
        return connection.isOpen();
    }

    /// Sends a script's name and arguments, and the script itself only if Redis doesn't know it.
    /// Doesn't wait. What other scripts rely on is sent whole: a second try would come after them.
    CompletableFuture<List<Object>> call(Script script, List<String> keys, List<String> arguments) {
        String[] k = keys.toArray(String[]::new);
        String[] a = arguments.toArray(String[]::new);
        if (script == Script.REGISTER || script == Script.PUBLISH) {
            return connection
                    .async()
                    .<List<Object>>eval(script.text(), ScriptOutputType.MULTI, k, a)
                    .toCompletableFuture();
        }
        CompletionStage<List<Object>> answer =
                connection.async().evalsha(script.digest(), ScriptOutputType.MULTI, k, a);
        return answer.exceptionallyCompose(failure ->
                        unknown(failure)
                                ? connection
                                        .async()
                                        .<List<Object>>eval(
                                                script.text(), ScriptOutputType.MULTI, k, a)
                                : CompletableFuture.failedStage(failure))
                .toCompletableFuture();
    }

    private static boolean unknown(Throwable failure) {
        return failure instanceof RedisNoScriptException
                || failure.getCause() instanceof RedisNoScriptException;
    }

    List<Object> await(CompletableFuture<List<Object>> answer) throws RedisUnavailable {
        return await(answer, timeout);
    }

    /// What this life of the server is called; empty if it doesn't tell.
    String run() throws RedisUnavailable {
        Matcher run =
                RUN.matcher(
                        await(connection.async().info("server").toCompletableFuture(), timeout));
        return run.find() ? run.group(1) : "";
    }

    List<String> members(String key) throws RedisUnavailable {
        return await(connection.async().zrange(key, 0, -1).toCompletableFuture(), timeout);
    }

    private static <T> T await(CompletableFuture<T> answer, Duration timeout)
            throws RedisUnavailable {
        try {
            return answer.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new RedisUnavailable("no answer within " + timeout.toMillis() + " ms");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RedisUnavailable.Interrupted();
        } catch (ExecutionException e) {
            throw new RedisUnavailable(reason(e));
        }
    }

    private static String reason(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null
                && (cause instanceof ExecutionException
                        || cause instanceof CompletionException
                        || cause instanceof RedisException)) {
            cause = cause.getCause();
        }
        String message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : message;
    }

    @Override
    public void close() {
        try {
            await(connection.closeAsync(), timeout);
        } catch (RedisUnavailable e) {
            LOG.log(Level.DEBUG, "a connection to Redis didn't close: {0}", e.why());
        }
    }
}
