package dev.passerelle.gateway.admission.redis;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// One gateway among those that share a Redis: connects, tells what it knows, and then that it
/// lives; begins anew whenever something is in doubt. One thread does all that.
final class Membership implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Membership.class.getName());
    private static final int PATIENCE = 10;

    private final RedisClient client;
    private final RedisURI uri;
    private final String gateway;
    private final Counters counters;
    private final Timing timing;
    private final String life = UUID.randomUUID().toString();
    private final Semaphore nudge = new Semaphore(0);
    private final CountDownLatch tried = new CountDownLatch(1);
    private final Thread thread;

    private final AtomicReference<@Nullable Session> session = new AtomicReference<>();
    private final AtomicLong outages = new AtomicLong();
    private volatile String epoch = "";
    private volatile String trouble = "not connected yet";
    private volatile boolean closed;

    private @Nullable Link link;
    private String run = "";
    private long generations;
    private int failures;
    private boolean tookUp;

    /// A generation in which requests may begin.
    record Session(Generation generation, String epoch) {}

    Membership(RedisClient client, RedisURI uri, String gateway, Counters counters, Timing timing) {
        this.client = client;
        this.uri = uri;
        this.gateway = gateway;
        this.counters = counters;
        this.timing = timing;
        this.thread = Thread.ofVirtual().name("redis-limits").unstarted(this::live);
    }

    /// Begins; waits until the first try has succeeded or failed.
    void start() {
        thread.start();
        try {
            tried.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    Optional<Session> session() {
        return Optional.ofNullable(session.get());
    }

    /// Why there is no session.
    String trouble() {
        return trouble;
    }

    /// How many sessions have ended; tells one outage from the next.
    long outage() {
        return outages.get();
    }

    /// The last one that Redis told; empty before.
    String epoch() {
        return epoch;
    }

    /// What was sent in a generation, or its answer, may have got lost.
    void doubt(Generation generation, String why) {
        Session doubted = session.get();
        if (doubted != null && doubted.generation().equals(generation) && end(doubted, why)) {
            nudge.release();
        }
    }

    private boolean end(@Nullable Session ending, String why) {
        trouble = why;
        if (ending == null || !session.compareAndSet(ending, null)) {
            return false;
        }
        outages.incrementAndGet();
        counters.end(ending.generation());
        return true;
    }

    private void live() {
        while (!closed) {
            Duration pause = timing.beat();
            try {
                Session open = session.get();
                if (open == null) {
                    join();
                } else {
                    beat(open.generation());
                }
                failures = 0;
            } catch (RedisUnavailable e) {
                fail(e.why());
                pause = timing.retry();
            } catch (RuntimeException e) {
                LOG.log(failures == 0 ? Level.WARNING : Level.DEBUG, "limits in Redis", e);
                fail(e.getClass().getSimpleName());
                pause = timing.retry();
            }
            tried.countDown();
            rest(pause);
        }
    }

    private void rest(Duration pause) {
        try {
            nudge.tryAcquire(pause.toNanos(), TimeUnit.NANOSECONDS);
            nudge.drainPermits();
        } catch (InterruptedException e) {
            closed = true;
        }
    }

    private void join() throws RedisUnavailable {
        Link open = connected();
        takeUp(open);
        Generation generation =
                new Generation(open, gateway, life + "." + ++generations, timing.time());
        List<CompletableFuture<List<Object>>> answers =
                counters.begin(
                        generation,
                        List.of(
                                Long.toString(timing.lives().toMillis()),
                                epoch,
                                UUID.randomUUID().toString(),
                                run));
        List<Object> registered = open.await(answers.getFirst());
        for (CompletableFuture<List<Object>> answer : answers.subList(1, answers.size())) {
            expect("published", open.await(answer));
        }
        epoch = registered.getFirst().toString();
        await(timing.grace().minusMillis(Granted.number(registered.get(1))));
        expect("beats", open.await(beating(generation)));
        session.set(new Session(generation, epoch));
        LOG.log(failures > 0 ? Level.INFO : Level.DEBUG, () -> "limits are counted in " + place());
    }

    private Link connected() throws RedisUnavailable {
        Link open = link;
        if (open == null) {
            open = Link.open(client, uri, timing.timeout());
            link = open;
            run = open.run();
        }
        return open;
    }

    /// What this gateway charged before it was started counts as the ledger has it: what it had
    /// reserved when it was killed comes back.
    private void takeUp(Link open) throws RedisUnavailable {
        if (tookUp) {
            return;
        }
        for (String key : open.members(Keys.chargedBy(gateway))) {
            Optional<Budget> budget = Keys.budget(key);
            if (budget.isPresent()) {
                counters.read(budget.get(), epoch);
            }
        }
        tookUp = true;
    }

    private void await(Duration time) throws RedisUnavailable {
        try {
            Thread.sleep(time.isNegative() ? Duration.ZERO : time);
        } catch (InterruptedException e) {
            closed = true;
            throw new RedisUnavailable("closed");
        }
    }

    private CompletableFuture<List<Object>> beating(Generation generation) {
        return beating(generation, timing.lives());
    }

    private static CompletableFuture<List<Object>> beating(Generation generation, Duration lives) {
        return generation.call(Script.BEAT, List.of(), List.of(Long.toString(lives.toMillis())));
    }

    private void beat(Generation generation) throws RedisUnavailable {
        expect("beats", generation.link().await(beating(generation)));
    }

    private static void expect(String word, List<Object> answer) throws RedisUnavailable {
        if (!word.equals(answer.getFirst())) {
            throw new RedisUnavailable("it forgot what this gateway had told it");
        }
    }

    /// A connection that is slow gets some time; one that ended is replaced.
    private void fail(String why) {
        end(session.get(), why);
        if (failures++ == 0 && !closed) {
            LOG.log(Level.WARNING, () -> place() + " doesn't count limits: " + why);
        }
        Link doubtful = link;
        if (doubtful != null && (!doubtful.isOpen() || failures % PATIENCE == 0)) {
            counters.end();
            doubtful.close();
            link = null;
        }
    }

    /// Without the password that the URL may carry.
    String place() {
        List<String> parts = new ArrayList<>();
        if (uri.getHost() != null) {
            parts.add(uri.getHost() + ":" + uri.getPort());
        }
        uri.getSentinels().forEach(each -> parts.add(each.getHost() + ":" + each.getPort()));
        return parts.isEmpty() ? "Redis" : "Redis at " + String.join(", ", parts);
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join(timing.timeout());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Session last = session.getAndSet(null);
        trouble = "closed";
        counters.end();
        if (last != null) {
            leave(last.generation());
        }
        Link open = link;
        if (open != null) {
            open.close();
        }
    }

    /// Lives no longer, once everything that was sent has arrived.
    private static void leave(Generation generation) {
        try {
            generation.link().await(beating(generation, Duration.ZERO));
        } catch (RedisUnavailable e) {
            LOG.log(Level.DEBUG, "left without a word: {0}", e.why());
        }
    }
}
