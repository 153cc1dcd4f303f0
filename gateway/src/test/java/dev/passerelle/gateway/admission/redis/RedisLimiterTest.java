package dev.passerelle.gateway.admission.redis;

import static dev.passerelle.gateway.admission.redis.World.KEY;
import static dev.passerelle.gateway.admission.redis.World.MODEL;
import static dev.passerelle.gateway.admission.redis.World.NOON;
import static dev.passerelle.gateway.admission.redis.World.flexible;
import static dev.passerelle.gateway.admission.redis.World.left;
import static dev.passerelle.gateway.admission.redis.World.limit;
import static dev.passerelle.gateway.admission.redis.World.take;
import static dev.passerelle.gateway.admission.redis.World.tokens;
import static dev.passerelle.gateway.tenancy.Measure.CONCURRENT_REQUESTS;
import static dev.passerelle.gateway.tenancy.Measure.MONEY_PER_DAY;
import static dev.passerelle.gateway.tenancy.Measure.MONEY_PER_MONTH;
import static dev.passerelle.gateway.tenancy.Measure.REQUESTS_PER_MINUTE;
import static dev.passerelle.gateway.tenancy.Measure.TOKENS_PER_DAY;
import static dev.passerelle.gateway.tenancy.Measure.TOKENS_PER_MINUTE;
import static dev.passerelle.gateway.tenancy.Measure.TOKENS_PER_MONTH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.passerelle.gateway.admission.Decision;
import dev.passerelle.gateway.admission.Demand;
import dev.passerelle.gateway.admission.Limit;
import dev.passerelle.gateway.admission.Reservation;
import dev.passerelle.gateway.config.LimitsConfig.WhenUnavailable;
import dev.passerelle.gateway.tenancy.Prices;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What one gateway takes and gives back; its scripts' time is set by hand.
@Timeout(60)
class RedisLimiterTest {
    private static TestRedis redis;

    private final World world = new World();
    private final AtomicLong millis = new AtomicLong(1_000_000);
    private RedisLimiter gateway;

    @BeforeAll
    static void start() throws IOException {
        redis = new TestRedis();
    }

    @AfterAll
    static void stop() throws IOException {
        redis.close();
    }

    @BeforeEach
    void open() {
        redis.ask(commands -> commands.flushall());
        gateway = another("a");
    }

    private RedisLimiter another(String id) {
        return at(redis.uri(), id);
    }

    private RedisLimiter at(URI uri, String id) {
        return world.gateway(
                uri, id, WhenUnavailable.REFUSE, World.at(() -> Long.toString(millis.get())));
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void takesWhatARequestWantsFromAllLimitsAndGivesTheRestBack() {
        Limit[] limits = {
            limit(REQUESTS_PER_MINUTE, 10),
            limit(TOKENS_PER_MINUTE, 1000),
            limit(CONCURRENT_REQUESTS, 2),
            limit(TOKENS_PER_DAY, 5000),
            limit(TOKENS_PER_MONTH, 9000)
        };
        Reservation reservation = take(gateway, tokens(100, 200), limits);
        assertThat(reservation.completionTokens()).isEqualTo(200);
        assertThat(reservation.bound()).isNull();
        assertThat(reservation.standings().stream().map(each -> each.remaining()))
                .containsExactly(9L, 700L, 1L, 4700L, 8700L);
        assertThat(reservation.standings().get(1).reset()).isEqualTo(Duration.ofSeconds(18));
        assertThat(reservation.standings().get(3).reset()).isEqualTo(Duration.ofHours(12));
        reservation.settle(100, 20);
        reservation.settle(0, 0);
        assertThat(
                        take(gateway, tokens(0, 0), limits).standings().stream()
                                .map(each -> each.remaining()))
                .containsExactly(8L, 880L, 1L, 4880L, 8880L);
    }

    @Test
    void aRefusalTakesNothing() {
        Limit budget = limit(TOKENS_PER_DAY, 100);
        Limit rate = new Limit(MODEL, TOKENS_PER_MINUTE, 1000);
        take(gateway, tokens(60, 20), budget, rate);
        Decision decision = gateway.reserve(List.of(rate, budget), tokens(11, 10));
        assertThat(decision)
                .isInstanceOfSatisfying(
                        Decision.Refused.class,
                        refused -> {
                            assertThat(refused.standing().limit()).isEqualTo(budget);
                            assertThat(refused.standing().remaining()).isEqualTo(20);
                            assertThat(refused.needed()).isEqualTo(21);
                            assertThat(refused.retryAfter()).isEqualTo(Duration.ofHours(12));
                        });
        assertThat(left(gateway, rate)).isEqualTo(920);
        assertThat(left(gateway, budget)).isEqualTo(20);
    }

    @Test
    void whatNeverFitsIsSaidAtOnce() {
        assertThat(gateway.reserve(List.of(limit(TOKENS_PER_MINUTE, 100)), tokens(50, 51)))
                .isEqualTo(new Decision.NeverFits(limit(TOKENS_PER_MINUTE, 100), 101, true));
    }

    @Test
    void aFlexibleRequestGetsWhatTheTightestLimitHasLeft() {
        Limit budget = limit(TOKENS_PER_DAY, 150);
        Reservation reservation =
                take(gateway, flexible(100, 4000), limit(TOKENS_PER_MINUTE, 1000), budget);
        assertThat(reservation.completionTokens()).isEqualTo(50);
        assertThat(reservation.bound()).isEqualTo(budget);
        reservation.settle(100, 7);
        assertThat(left(gateway, budget)).isEqualTo(43);
    }

    @Test
    void aRateIsntUsedUpForAFewTokens() {
        Limit rate = limit(TOKENS_PER_MINUTE, 600);
        take(gateway, tokens(0, 500), rate);
        assertThat(gateway.reserve(List.of(rate), flexible(50, 4000)))
                .isInstanceOfSatisfying(
                        Decision.Refused.class,
                        refused -> {
                            assertThat(refused.needed()).isEqualTo(114);
                            assertThat(refused.retryAfter()).isEqualTo(Duration.ofMillis(1400));
                        });
        millis.addAndGet(1399);
        assertThat(gateway.reserve(List.of(rate), flexible(50, 4000)))
                .isInstanceOf(Decision.Refused.class);
        millis.addAndGet(1);
        assertThat(take(gateway, flexible(50, 4000), rate).completionTokens()).isEqualTo(64);
    }

    @Test
    void whatABudgetHasLeftIsEnoughForARate() {
        Limit rate = limit(TOKENS_PER_MINUTE, 600);
        Limit budget = limit(TOKENS_PER_DAY, 520);
        take(gateway, tokens(0, 500), rate, budget);
        assertThat(take(gateway, flexible(5, 4000), rate, budget).completionTokens()).isEqualTo(15);
    }

    @Test
    void moneyIsCountedToTheLastDigit() {
        Limit month = limit(MONEY_PER_MONTH, Long.MAX_VALUE);
        Limit day = limit(MONEY_PER_DAY, 9_100_000_000_000_000_123L);
        Demand dear = new Demand(1, 1, 1, new Prices(7_999_999_999_999_999L, 1, "EUR"));
        Reservation reservation = take(gateway, dear, month, day);
        assertThat(reservation.standings().stream().map(each -> each.remaining()))
                .containsExactly(
                        Long.MAX_VALUE - 8_000_000_000_000_000L, 9_092_000_000_000_000_123L);
        reservation.settle(0, 1);
        assertThat(left(gateway, day)).isEqualTo(9_100_000_000_000_000_122L);
    }

    @Test
    void moneyBoundsAnAnswer() {
        Limit day = limit(MONEY_PER_DAY, 1_000_000_000_001L);
        Demand demand = new Demand(10, 1, 1_000_000, new Prices(3, 7_777_777, "EUR"));
        long fits = (1_000_000_000_001L - 30) / 7_777_777;
        assertThat(take(gateway, demand, day).completionTokens()).isEqualTo(fits);
    }

    @Test
    void runningRequestsFreeTheirPlaces() {
        Limit limit = limit(CONCURRENT_REQUESTS, 2);
        Reservation first = take(gateway, Demand.REQUEST, limit);
        take(gateway, Demand.REQUEST, limit);
        assertThat(gateway.reserve(List.of(limit), Demand.REQUEST))
                .isInstanceOfSatisfying(
                        Decision.Refused.class,
                        refused ->
                                assertThat(refused.retryAfter()).isEqualTo(Duration.ofSeconds(1)));
        first.settle(0, 0);
        take(gateway, Demand.REQUEST, limit);
    }

    @Test
    void aRefundGoesToThePeriodThatWasCharged() {
        Limit budget = limit(TOKENS_PER_DAY, 1000);
        Reservation yesterday = take(gateway, tokens(100, 900), budget);
        world.now.set(NOON.plus(Duration.ofHours(12)));
        Reservation today = take(gateway, tokens(100, 900), budget);
        yesterday.settle(100, 0);
        assertThat(gateway.reserve(List.of(budget), tokens(1, 0)))
                .isInstanceOf(Decision.Refused.class);
        today.settle(100, 0);
        assertThat(left(gateway, budget)).isEqualTo(900);
        Map<String, String> kept =
                redis.ask(commands ->
                        commands.hgetall("passerelle:charged:tokens_per_day:2096-05-17:key:k1"));
        assertThat(kept).isEqualTo(Map.of("a", "100"));
    }

    @Test
    void severalGatewaysShareALimit() throws InterruptedException {
        Limit budget = limit(TOKENS_PER_DAY, 1000);
        Limit running = limit(CONCURRENT_REQUESTS, 2);
        try (RedisLimiter b = another("b");
                RedisLimiter c = another("c")) {
            take(gateway, tokens(300, 0), budget, running);
            Reservation reservation = take(b, tokens(0, 300), budget, running);
            assertThat(c.reserve(List.of(budget, running), tokens(1, 0)))
                    .isInstanceOf(Decision.Refused.class);
            reservation.settle(0, 100);
            World.until("what b gave back arrives", () -> left(c, budget) == 600);
            take(c, tokens(600, 0), budget, running);
            assertThat(b.reserve(List.of(budget), tokens(1, 0)))
                    .isInstanceOf(Decision.Refused.class);
        }
    }

    @Test
    void forgottenScriptsAreSentAgain() {
        Limit budget = limit(TOKENS_PER_DAY, 1000);
        Reservation reservation = take(gateway, tokens(300, 0), budget);
        redis.ask(commands -> commands.scriptFlush());
        reservation.settle(100, 0);
        take(gateway, tokens(100, 0), limit(TOKENS_PER_MONTH, 1000), budget);
        assertThat(left(gateway, budget)).isEqualTo(800);
        redis.ask(commands -> commands.scriptFlush());
        try (RedisLimiter another = another("b")) {
            assertThat(left(another, budget)).isEqualTo(800);
        }
    }

    @Test
    void everythingInRedisEndsSomeTime() {
        take(
                gateway,
                tokens(3, 4),
                limit(TOKENS_PER_MINUTE, 1000),
                limit(TOKENS_PER_DAY, 1000),
                limit(CONCURRENT_REQUESTS, 2));
        List<String> lasting =
                redis.ask(commands ->
                        commands.keys("*").stream().filter(key -> commands.pttl(key) < 0).toList());
        assertThat(lasting).containsExactlyInAnyOrder("passerelle:gateways", "passerelle:epoch");
    }

    @Test
    void withoutLimitsNothingIsCounted() {
        assertThat(take(gateway, tokens(1, 1)).standings()).isEmpty();
    }

    @Test
    void thePasswordIsntQuoted() {
        assertThatThrownBy(() -> world.gateway(URI.create("http://user:hush-hush@localhost"), "x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("limits.redis-url")
                .hasMessageNotContaining("hush");
        try (RedisLimiter locked =
                world.gateway(
                        URI.create("redis://nobody:hush-hush@127.0.0.1:" + redis.port), "x")) {
            assertThat(locked.trouble().orElseThrow()).doesNotContain("hush");
        }
    }

    @Test
    void aRunningRequestOfWhoeverDiedFreesItsPlace() throws IOException, InterruptedException {
        Limit limit = new Limit(KEY, CONCURRENT_REQUESTS, 1);
        try (StallingProxy proxy = new StallingProxy(redis.port)) {
            RedisLimiter dying = at(proxy.uri(), "b");
            take(dying, Demand.REQUEST, limit);
            World.kill(dying, proxy);
        }
        millis.addAndGet(Duration.ofDays(1).toMillis() - 1);
        assertThat(gateway.reserve(List.of(limit), Demand.REQUEST))
                .isInstanceOf(Decision.Refused.class);
        millis.addAndGet(1);
        World.until(
                "its place is free",
                () -> gateway.reserve(List.of(limit), Demand.REQUEST) instanceof Decision.Granted);
    }
}
