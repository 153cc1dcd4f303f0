package dev.passerelle.gateway.cache;

import dev.passerelle.gateway.answer.Answer;
import dev.passerelle.gateway.answer.Origin;
import dev.passerelle.gateway.answer.Part;
import dev.passerelle.gateway.answer.Tokens;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// A client of the cache on a thread of its own, which reads as many parts as it is allowed to.
final class Listener {
    final List<String> heard = new CopyOnWriteArrayList<>();
    final AtomicInteger asked = new AtomicInteger();
    final AtomicInteger again = new AtomicInteger();
    volatile String told = "";
    volatile @Nullable Tokens paid;
    private final Semaphore allowed = new Semaphore(0);
    private final CompletableFuture<Boolean> end = new CompletableFuture<>();
    private final Thread thread;

    private Listener(World world, ResponseCache.Source source) {
        thread = Thread.ofVirtual().unstarted(() -> live(world, source));
    }

    /// Asks, and reads nothing yet.
    static Listener of(World world, ResponseCache.Source source) {
        Listener listener = new Listener(world, source);
        listener.thread.start();
        return listener;
    }

    @SuppressWarnings("try") // what is paid is known when it is closed
    private void live(World world, ResponseCache.Source source) {
        try (Answer answer = world.ask(counted(source))) {
            try {
                told = World.note(answer, "x-cache");
                boolean whole = read(answer);
                paid = answer.tokens();
                end.complete(whole);
            } finally {
                answer.close();
                paid = answer.tokens();
            }
        } catch (Throwable e) {
            end.completeExceptionally(e);
        }
    }

    private ResponseCache.Source counted(ResponseCache.Source source) {
        return new ResponseCache.Source() {
            @Override
            public Answer answer() throws InterruptedException {
                asked.incrementAndGet();
                return source.answer();
            }

            @Override
            public void again(Origin origin, Tokens cost) {
                again.incrementAndGet();
            }
        };
    }

    private boolean read(Answer answer) throws InterruptedException {
        while (true) {
            allowed.acquire();
            Part part = answer.next();
            if (part == null) {
                return true;
            }
            heard.add(World.text(part));
        }
    }

    Listener reads(int parts) {
        allowed.release(parts);
        return this;
    }

    Listener readsAll() {
        return reads(1_000_000);
    }

    /// Its client goes.
    void leaves() {
        thread.interrupt();
    }

    /// Waits until it has its whole answer.
    void finishes() throws InterruptedException {
        Throwable failure = failure();
        if (failure != null) {
            throw new AssertionError("no whole answer", failure);
        }
    }

    /// Why it has none; null if it has one.
    @Nullable Throwable failure() throws InterruptedException {
        try {
            end.get(20, TimeUnit.SECONDS);
            return null;
        } catch (ExecutionException e) {
            return e.getCause();
        } catch (TimeoutException e) {
            throw new AssertionError("still reading", e);
        } finally {
            thread.join();
        }
    }

    boolean running() {
        return thread.isAlive();
    }

    /// Whether it waits for something.
    boolean waits() {
        return thread.getState() == Thread.State.WAITING;
    }
}
