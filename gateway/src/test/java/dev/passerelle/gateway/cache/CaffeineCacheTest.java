package dev.passerelle.gateway.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.passerelle.gateway.answer.Answer;
import dev.passerelle.gateway.answer.CallRequest;
import dev.passerelle.gateway.answer.DeploymentFailure;
import dev.passerelle.gateway.answer.Origin;
import dev.passerelle.gateway.answer.Tokens;
import dev.passerelle.gateway.cache.CacheListener.Outcome;
import dev.passerelle.gateway.cache.ResponseCache.Source;
import dev.passerelle.gateway.cache.ResponseCache.Wish;
import dev.passerelle.gateway.config.CacheConfig;
import dev.passerelle.gateway.openai.ApiException;
import dev.passerelle.gateway.openai.Endpoint;
import dev.passerelle.gateway.tenancy.Caller;
import dev.passerelle.gateway.tenancy.Regions;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class CaffeineCacheTest {
    private static final Caller CALLER = World.caller("p");
    private final World world = new World();

    private String told(World in, CallRequest call, Wish wish, ScriptedAnswer source)
            throws InterruptedException {
        try (Answer answer = in.cache.answer(in.model(), call, wish, () -> source)) {
            World.parts(answer);
            return World.note(answer, "x-cache");
        }
    }

    private String told(ScriptedAnswer source) throws InterruptedException {
        return told(world, World.call(World.BODY), Wish.DEFAULT, source);
    }

    @Test
    void givesAStreamAgainPartByPart() throws InterruptedException {
        ScriptedAnswer first =
                new ScriptedAnswer(world.origin(), true).part("a").part("bc").part("d").done();
        try (Answer answer = world.ask(() -> first)) {
            assertThat(World.parts(answer)).containsExactly("a", "bc", "d");
            assertThat(answer.tokens()).isEqualTo(new Tokens(3, 3, 0, true));
            assertThat(World.note(answer, "x-cache")).isEqualTo("miss");
            assertThat(World.note(answer, "x-of")).isEqualTo("source");
            assertThat(World.note(answer, "age")).isEmpty();
        }
        assertThat(first.closed).hasValue(1);
        world.pass(Duration.ofSeconds(42));
        try (Answer answer = world.ask(CaffeineCacheTest::never)) {
            assertThat(World.parts(answer)).containsExactly("a", "bc", "d");
            assertThat(answer.streamed()).isTrue();
            assertThat(answer.origin()).isEqualTo(world.origin());
            assertThat(answer.tokens()).isEqualTo(Tokens.NONE);
            assertThat(World.note(answer, "x-cache")).isEqualTo("hit");
            assertThat(World.note(answer, "age")).isEqualTo("42");
        }
        assertThat(world.outcomes).containsExactly(Outcome.MISS, Outcome.HIT);
    }

    private static Answer never() {
        throw new AssertionError("asked although it is kept");
    }

    @Test
    void keepsAWholeAnswerOfWhichOnlyThePartIsAskedFor() throws InterruptedException {
        try (Answer answer = world.ask(() -> world.says("x"))) {
            assertThat(World.text(answer.next())).isEqualTo("x");
            assertThat(answer.tokens()).isEqualTo(new Tokens(3, 1, 0, true));
        }
        assertThat(told(world.says("y"))).isEqualTo("hit");
    }

    @Test
    void endsWithItsTime() throws InterruptedException {
        assertThat(told(world.says("x"))).isEqualTo("miss");
        world.pass(Duration.ofMinutes(10).minusNanos(1));
        assertThat(told(world.says("x"))).isEqualTo("hit");
        world.pass(Duration.ofNanos(1));
        assertThat(told(world.says("x"))).isEqualTo("miss");
        world.pass(Duration.ofMinutes(10));
        assertThat(world.cache.bytes()).isZero();
    }

    @Test
    void endsWithTheRevision() throws InterruptedException {
        assertThat(told(world.says("x"))).isEqualTo("miss");
        world.revision = "r2";
        assertThat(told(world.says("x"))).isEqualTo("miss");
        assertThat(told(world.says("x"))).isEqualTo("hit");
    }

    @Test
    void isForThoseOnlyWhoMayGoWhereItComesFrom() throws InterruptedException {
        CallRequest confined =
                World.call(
                        World.BODY,
                        Endpoint.CHAT_COMPLETIONS,
                        true,
                        CALLER,
                        new Regions(Set.of("de")));
        assertThat(told(world, confined, Wish.DEFAULT, world.says("from fr, by mistake")))
                .isEqualTo("miss");
        assertThat(told(world, confined, Wish.DEFAULT, world.says("x"))).isEqualTo("miss");
    }

    @ParameterizedTest
    @CsvSource({
        "CHAT_COMPLETIONS, true, DEFAULT, hit",
        "CHAT_COMPLETIONS, true, OFF, bypass",
        "COMPLETIONS, false, DEFAULT, bypass",
        "COMPLETIONS, false, ON, hit",
        "EMBEDDINGS, false, DEFAULT, hit",
        "EMBEDDINGS, false, OFF, bypass"
    })
    void answersWhatHasOneLikelyAnswerOrIsWishedFor(
            Endpoint endpoint, boolean deterministic, Wish wish, String expected)
            throws InterruptedException {
        CallRequest call = World.call(World.BODY, endpoint, deterministic, CALLER, Regions.ALL);
        told(world, call, Wish.ON, world.says("x"));
        assertThat(told(world, call, wish, world.says("x"))).isEqualTo(expected);
    }

    @Test
    void keepsNothingOfWhatIsWishedOff() throws InterruptedException {
        assertThat(told(world, World.call(World.BODY), Wish.OFF, world.says("x")))
                .isEqualTo("bypass");
        assertThat(told(world.says("x"))).isEqualTo("miss");
    }

    @Test
    void leavesToTheSourceWhatItCantReadAndWhoMayNotAsk() throws InterruptedException {
        told(world.says("x"));
        CallRequest forbidden =
                World.call(
                        World.BODY,
                        Endpoint.CHAT_COMPLETIONS,
                        true,
                        World.caller("p", "other"),
                        Regions.ALL);
        assertThat(told(world, forbidden, Wish.ON, world.says("x"))).isEqualTo("bypass");
        assertThat(told(world, World.call("{"), Wish.ON, world.says("x"))).isEqualTo("bypass");
    }

    @Test
    void keepsNoneThatIsCutShortOrAnothersOrTooLarge() throws InterruptedException {
        ScriptedAnswer cut = world.says("x");
        cut.keepable = false;
        told(cut);
        assertThat(told(new ScriptedAnswer(fallback(), false).part("x").done())).isEqualTo("miss");
        assertThat(told(world.says("x".repeat(1 << 16)))).isEqualTo("miss");
        assertThat(told(world.says("x"))).isEqualTo("miss");
        assertThat(told(world.says("x"))).isEqualTo("hit");
    }

    private static Origin fallback() {
        return new Origin("smaller", "r1", "d", "fr");
    }

    @Test
    void keepsNoneThatBreaksOff() throws InterruptedException {
        DeploymentFailure broken =
                new DeploymentFailure(DeploymentFailure.Kind.BROKEN, "It broke off.");
        ScriptedAnswer source = new ScriptedAnswer(world.origin(), true).part("a").fails(broken);
        try (Answer answer = world.ask(() -> source)) {
            assertThat(World.text(answer.next())).isEqualTo("a");
            assertThatThrownBy(answer::next).isSameAs(broken);
            assertThat(answer.tokens()).isEqualTo(new Tokens(3, 1, 0, true));
        }
        assertThat(source.closed).hasValue(1);
        assertThat(told(world.says("x"))).isEqualTo("miss");
    }

    @Test
    void passesOnWhyThereIsNone() {
        ApiException refused = new ApiException.RateLimited("Later.", "tokens", Duration.ZERO);
        assertThatThrownBy(() ->
                        world.ask(() -> {
                            throw refused;
                        }))
                .isSameAs(refused);
        assertThatThrownBy(() ->
                        world.ask(() -> {
                            throw new InterruptedException();
                        }))
                .isInstanceOf(InterruptedException.class);
    }

    @Test
    void chargesTokensIfItIsTo() throws InterruptedException {
        AtomicReference<Tokens> charged = new AtomicReference<>();
        told(world.says("x"));
        try (Answer _ = world.ask(charging(charged))) {
            assertThat(charged).hasValue(Tokens.NONE);
        }
        world.cache.update(new CacheConfig(1 << 20, Duration.ofHours(1), true, null, null));
        try (Answer answer = world.ask(charging(charged))) {
            assertThat(charged).hasValue(new Tokens(3, 1, 0, true));
            assertThat(answer.tokens()).isEqualTo(new Tokens(3, 1, 0, true));
        }
    }

    private static Source charging(AtomicReference<Tokens> charged) {
        return new Source() {
            @Override
            public Answer answer() {
                return never();
            }

            @Override
            public void again(Origin origin, Tokens cost) {
                charged.set(cost);
            }
        };
    }

    @Test
    void staysWithinItsBytes() throws InterruptedException {
        for (int i = 0; i < 100; i++) {
            CallRequest call = World.call("{\"seed\":" + i + "}");
            told(world, call, Wish.DEFAULT, world.says("x".repeat(30_000)));
            assertThat(world.cache.bytes()).isBetween(30_000L, 1L << 20);
        }
        assertThat(world.cache.bytes()).isGreaterThan(900_000);
    }

    @Test
    void forgetsAllWhenSwitchedOff() throws InterruptedException {
        told(world.says("x"));
        world.cache.update(CacheConfig.NONE);
        assertThat(world.cache.bytes()).isZero();
        assertThat(told(world.says("x"))).isEmpty();
        world.cache.update(World.CONFIG);
        assertThat(told(world.says("x"))).isEqualTo("miss");
        world.cache.update(new CacheConfig(1 << 20, Duration.ofSeconds(5), false, null, null));
        world.pass(Duration.ofSeconds(5));
        assertThat(told(world.says("x"))).isEqualTo("miss");
    }
}
