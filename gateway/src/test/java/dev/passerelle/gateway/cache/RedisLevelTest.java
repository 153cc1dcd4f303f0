package dev.passerelle.gateway.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.passerelle.gateway.answer.Answer;
import dev.passerelle.gateway.cache.RedisLevel.Timing;
import dev.passerelle.gateway.config.CacheConfig;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import redis.embedded.RedisServer;

@Timeout(60)
class RedisLevelTest {
    /// Patient with a busy machine, quick to try again.
    private static final Timing QUICK = new Timing(Duration.ofSeconds(10), Duration.ofMillis(1));

    private static int port;
    private static RedisServer server;

    private final RedisLevel here = RedisLevel.at(uri(), QUICK);
    private final RedisLevel there = RedisLevel.at(uri(), QUICK);
    private final World one = new World(World.CONFIG, here);
    private final World other = new World(World.CONFIG, there);

    @BeforeAll
    static void start() throws IOException {
        port = freePort();
        server = server();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static RedisServer server() throws IOException {
        RedisServer fresh =
                RedisServer.newRedisServer()
                        .port(port)
                        .bind("127.0.0.1")
                        .setting("save \"\"")
                        .build();
        fresh.start();
        return fresh;
    }

    private static URI uri() {
        return URI.create("redis://127.0.0.1:" + port);
    }

    @AfterAll
    static void stop() throws IOException {
        server.stop();
    }

    @BeforeEach
    void connect() {
        ask(RedisCommands::flushall);
        World.until("both are connected", () -> here.connected() && there.connected());
    }

    @AfterEach
    void close() {
        one.cache.close();
        other.cache.close();
    }

    private static <T> T ask(Function<RedisCommands<String, String>, T> question) {
        RedisClient client = RedisClient.create(uri().toString());
        try (StatefulRedisConnection<String, String> connection = client.connect()) {
            return question.apply(connection.sync());
        } finally {
            client.shutdown(Duration.ZERO, Duration.ofSeconds(1));
        }
    }

    private static long entries() {
        return ask(RedisCommands::dbsize);
    }

    private static String ask(World world, ScriptedAnswer source) throws InterruptedException {
        try (Answer answer = world.ask(() -> source)) {
            return World.note(answer, "x-cache") + World.parts(answer);
        }
    }

    @Test
    void gatewaysShareAnswers() throws InterruptedException {
        ScriptedAnswer source = new ScriptedAnswer(one.origin(), true).part("a").part("b").done();
        assertThat(ask(one, source)).isEqualTo("miss[a, b]");
        World.until("it is there", () -> entries() == 1);
        other.pass(Duration.ofMinutes(4));
        try (Answer answer = other.ask(() -> other.says("own"))) {
            assertThat(World.note(answer, "x-cache")).isEqualTo("hit");
            assertThat(World.note(answer, "age")).isEqualTo("240");
            assertThat(World.parts(answer)).containsExactly("a", "b");
        }
        other.pass(Duration.ofMinutes(6));
        assertThat(ask(other, other.says("own"))).isEqualTo("miss[own]");
    }

    @Test
    void keepsThemForTheirTimeUnderNamesThatTellNothing() throws InterruptedException {
        ask(one, one.says("x"));
        World.until("it is there", () -> entries() == 1);
        String key = ask(redis -> redis.keys("*")).getFirst();
        assertThat(key).matches("passerelle:cache:[0-9a-f]{64}");
        long left = ask(redis -> redis.pttl(key));
        assertThat(left).isBetween(500_000L, 600_000L);
    }

    @Test
    void anotherRevisionsAnswerIsNotTaken() throws InterruptedException {
        ask(one, one.says("x"));
        World.until("it is there", () -> entries() == 1);
        other.revision = "r2";
        assertThat(ask(other, other.says("own"))).isEqualTo("miss[own]");
    }

    @Test
    void whatCantBeReadIsNotThere() throws InterruptedException {
        ask(one, one.says("x"));
        World.until("it is there", () -> entries() == 1);
        String key = ask(redis -> redis.keys("*")).getFirst();
        ask(redis -> redis.set(key, "garbage"));
        assertThat(ask(other, other.says("own"))).isEqualTo("miss[own]");
        ask(redis -> redis.del(key));
        ask(redis -> redis.lpush(key, "a list"));
        one.cache.update(CacheConfig.NONE);
        one.cache.update(World.CONFIG);
        assertThat(ask(one, one.says("own"))).isEqualTo("miss[own]");
    }

    @Test
    void withoutRedisItIsAMissUntilItIsBack() throws Exception {
        server.stop();
        World.until("the connection is gone", () -> !here.connected());
        assertThat(ask(one, one.says("x"))).isEqualTo("miss[x]");
        assertThat(ask(one, one.says("y"))).isEqualTo("hit[x]");
        server = server();
        World.until("it is connected again", () -> here.connected() && there.connected());
        one.pass(Duration.ofMinutes(10));
        other.pass(Duration.ofMinutes(10));
        assertThat(ask(one, one.says("z"))).isEqualTo("miss[z]");
        World.until("it is there", () -> entries() == 1);
        assertThat(ask(other, other.says("own"))).isEqualTo("hit[z]");
    }

    @Test
    void aSlowRedisIsWaitedForOnceInAWhile() throws InterruptedException {
        Timing hasty = new Timing(Duration.ofMillis(1), Duration.ofDays(1));
        try (RedisLevel level = RedisLevel.at(uri(), hasty)) {
            World world = new World(World.CONFIG, level);
            World.until("it is connected", level::connected);
            ask(redis -> redis.clientPause(500));
            assertThat(ask(world, world.says("x"))).isEqualTo("miss[x]");
            assertThat(level.connected()).isFalse();
            assertThat(ask(world, world.says("y"))).isEqualTo("hit[x]");
        }
    }

    @Test
    void saysWithoutThePasswordThatAnAddressIsNone() {
        assertThatThrownBy(() -> RedisLevel.at(URI.create("http://:s3cret@host"), QUICK))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cache.redis-url")
                .hasMessageNotContaining("s3cret")
                .hasNoCause();
    }
}
