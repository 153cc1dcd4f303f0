package dev.passerelle.gateway.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.passerelle.gateway.answer.Answer;
import dev.passerelle.gateway.answer.DeploymentFailure;
import dev.passerelle.gateway.answer.Tokens;
import dev.passerelle.gateway.cache.CacheListener.Outcome;
import dev.passerelle.gateway.config.CacheConfig;
import dev.passerelle.gateway.openai.ApiException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SharingTest {
    private final World world = new World();
    private final ScriptedAnswer source = new ScriptedAnswer(world.origin(), true);
    private final CompletableFuture<Answer> asked = new CompletableFuture<>();

    /// Who asks the given source.
    private Listener leader() {
        Listener leader = Listener.of(world, this::answer);
        World.until("the source is asked", () -> leader.asked.get() == 1);
        return leader;
    }

    private Answer answer() throws InterruptedException {
        try {
            return asked.get();
        } catch (ExecutionException e) {
            throw (RuntimeException) e.getCause();
        }
    }

    private Listener follower(ScriptedAnswer own) {
        Listener follower = Listener.of(world, () -> own);
        World.until("the follower waits", follower::waits);
        return follower;
    }

    private Listener follower() {
        return follower(world.says("own"));
    }

    @Test
    void allHaveOneAnswerAsItGrowsAndOnlyTheFirstPays() throws InterruptedException {
        Listener leader = leader().readsAll();
        Listener early = follower().readsAll();
        asked.complete(source.part("a").part("b"));
        World.until("both read", () -> early.heard.size() == 2 && leader.heard.size() == 2);
        Listener late = follower().readsAll();
        World.until("the late one has all there is", () -> late.heard.size() == 2);
        source.part("c").done();
        for (Listener listener : List.of(leader, early, late)) {
            listener.finishes();
            assertThat(listener.heard).containsExactly("a", "b", "c");
        }
        assertThat(leader.told).isEqualTo("miss");
        assertThat(early.told).isEqualTo("hit");
        assertThat(leader.paid).isEqualTo(new Tokens(3, 3, 0, true));
        assertThat(early.paid).isEqualTo(Tokens.NONE);
        assertThat(early.asked).hasValue(0);
        assertThat(early.again).hasValue(1);
        assertThat(source.closed).hasValue(1);
        assertThat(world.outcomes)
                .containsExactlyInAnyOrder(Outcome.MISS, Outcome.SHARED, Outcome.SHARED);
    }

    @Test
    void theLeaderWaitsForThoseWhoListenOnAndPaysForAll() throws InterruptedException {
        Listener leader = leader().readsAll();
        Listener follower = follower().readsAll();
        asked.complete(source.part("a"));
        World.until("both read", () -> follower.heard.size() == 1 && leader.heard.size() == 1);
        leader.leaves();
        source.part("b");
        World.until("the other reads on", () -> follower.heard.size() == 2);
        assertThat(leader.running()).isTrue();
        source.part("c").done();
        follower.finishes();
        assertThat(follower.heard).containsExactly("a", "b", "c");
        assertThat(leader.failure()).isInstanceOf(InterruptedException.class);
        assertThat(leader.paid).isEqualTo(new Tokens(3, 3, 0, true));
        assertThat(source.interrupted).isFalse();
        assertThat(world.cache.bytes()).isPositive();
    }

    @Test
    void theWorkEndsWhenNobodyListens() throws InterruptedException {
        Listener leader = leader().readsAll();
        Listener follower = follower().readsAll();
        asked.complete(source.part("a"));
        World.until("both read", () -> follower.heard.size() == 1 && leader.heard.size() == 1);
        leader.leaves();
        assertThat(source.closed).hasValue(0);
        follower.leaves();
        assertThat(follower.failure()).isInstanceOf(InterruptedException.class);
        assertThat(leader.failure()).isInstanceOf(InterruptedException.class);
        assertThat(source.interrupted).isTrue();
        assertThat(source.closed).hasValue(1);
        assertThat(leader.paid).isEqualTo(new Tokens(3, 1, 0, true));
        assertThat(world.cache.bytes()).isZero();
    }

    @Test
    void aFollowerAsksForItselfWhenTheLeaderLeavesBeforeTheBeginning() throws InterruptedException {
        Listener leader = leader();
        Listener follower = follower().readsAll();
        Listener another = follower().readsAll();
        leader.leaves();
        assertThat(leader.failure()).isInstanceOf(InterruptedException.class);
        follower.finishes();
        another.finishes();
        assertThat(follower.heard).containsExactly("own");
        assertThat(another.heard).containsExactly("own");
        assertThat(follower.asked.get() + another.asked.get()).isEqualTo(1);
    }

    @Test
    void aFollowerAsksForItselfWhenTheLeaderMayNot() throws InterruptedException {
        Listener leader = leader();
        Listener follower = follower().readsAll();
        ApiException refused = new ApiException.QuotaExceeded("No more.", Duration.ZERO);
        asked.completeExceptionally(refused);
        assertThat(leader.failure()).isSameAs(refused);
        follower.finishes();
        assertThat(follower.heard).containsExactly("own");
        assertThat(follower.told).isEqualTo("miss");
    }

    @Test
    void aFollowerAsksForItselfWhenTheLeadersAnswerIsCutShort() throws InterruptedException {
        Listener leader = leader().readsAll();
        Listener follower = follower().readsAll();
        source.keepable = false;
        asked.complete(source.part("a"));
        follower.finishes();
        assertThat(follower.heard).containsExactly("own");
        source.done();
        leader.finishes();
        assertThat(leader.heard).containsExactly("a");
    }

    @Test
    void deploymentsFailForAll() throws InterruptedException {
        Listener leader = leader();
        Listener follower = follower();
        DeploymentFailure failure =
                new DeploymentFailure(DeploymentFailure.Kind.ERROR, "It has an error.");
        asked.completeExceptionally(failure);
        assertThat(leader.failure()).isSameAs(failure);
        assertThat(follower.failure()).isSameAs(failure);
        assertThat(follower.asked).hasValue(0);
        assertThat(follower.again).hasValue(0);
    }

    @Test
    void answersBreakOffForAll() throws InterruptedException {
        Listener leader = leader().readsAll();
        Listener follower = follower().readsAll();
        DeploymentFailure failure =
                new DeploymentFailure(DeploymentFailure.Kind.BROKEN, "It broke off.");
        asked.complete(source.part("a").fails(failure));
        assertThat(leader.failure()).isSameAs(failure);
        assertThat(follower.failure()).isSameAs(failure);
        assertThat(follower.heard).containsExactly("a");
        assertThat(leader.paid).isEqualTo(new Tokens(3, 1, 0, true));
    }

    @Test
    void theSourceIsReadLittleFartherThanTheFastest() throws InterruptedException {
        world.cache.update(new CacheConfig(16 << 20, Duration.ofHours(1), false, null, null));
        String part = "x".repeat(10_000);
        for (int i = 0; i < 30; i++) {
            source.part(part);
        }
        Listener leader = leader();
        asked.complete(source.done());
        World.until("some is read ahead", () -> source.given.get() == 7);
        Listener follower = follower().reads(10);
        World.until("more for the follower", () -> source.given.get() == 17);
        assertThat(leader.heard).isEmpty();
        leader.readsAll().finishes();
        follower.readsAll().finishes();
        assertThat(leader.heard).hasSize(30).isEqualTo(follower.heard);
    }

    @Test
    void aLongAnswerIsReadByThoseWhoAreThereInBoundedMemory() throws InterruptedException {
        String part = "x".repeat(8_000);
        for (int i = 0; i < 40; i++) {
            source.part(part);
        }
        Listener leader = leader().readsAll();
        Listener slow = follower();
        asked.complete(source.done());
        World.until("the bound is reached", () -> source.given.get() == 9 && leader.waits());
        World.until("the leader has it", () -> leader.heard.size() == 9);
        Listener late = follower().readsAll();
        late.finishes();
        assertThat(late.heard).containsExactly("own");
        slow.reads(3);
        World.until("the work follows", () -> source.given.get() == 12);
        slow.readsAll().finishes();
        leader.finishes();
        assertThat(slow.heard).hasSize(40).isEqualTo(leader.heard);
        assertThat(world.cache.bytes()).isLessThan(8_000);
    }
}
