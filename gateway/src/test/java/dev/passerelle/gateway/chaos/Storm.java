package dev.passerelle.gateway.chaos;

import dev.passerelle.gateway.RecordingLedger;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/// Many visits at once, drawn from a seed; finds what went wrong for clients and in the ledger.
final class Storm {
    private static final int MOST_SHOWN = 300;

    private final World world;
    private final boolean weary;
    private final List<Visit> visits = new ArrayList<>();
    private final Map<String, Reply> replies = new ConcurrentHashMap<>();
    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();

    /// @param weary whether deployments may be left alone, and retries be refused
    Storm(World world, long seed, int visits, boolean weary) {
        this.world = world;
        this.weary = weary;
        Random random = new Random(seed);
        for (int i = 0; i < visits; i++) {
            this.visits.add(Visit.random(i, random));
        }
    }

    /// Makes all visits, and waits for their records.
    void blow(int atOnce) throws InterruptedException {
        Semaphore places = new Semaphore(atOnce);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Visit visit : visits) {
                places.acquire();
                threads.execute(() -> {
                    make(visit);
                    places.release();
                });
            }
        }
        compare();
    }

    private void make(Visit visit) {
        try {
            Reply reply = visit.make(world);
            if (reply != null) {
                replies.put(visit.id(), reply);
                visit.check(reply, weary);
            }
        } catch (IOException | RuntimeException | AssertionError e) {
            wrong(visit, e);
        }
    }

    private void compare() throws InterruptedException {
        Map<String, RecordingLedger.Closed> records = new HashMap<>();
        for (int i = 0; i < visits.size(); i++) {
            RecordingLedger.Closed record = world.gateway.ledger.next();
            records.put(record.account().requestId(), record);
        }
        for (Visit visit : visits) {
            RecordingLedger.Closed record = records.get(visit.id());
            try {
                if (record == null) {
                    throw new AssertionError("no record");
                }
                visit.check(record, replies.get(visit.id()));
            } catch (AssertionError e) {
                wrong(visit, e);
            }
        }
    }

    private void wrong(Visit visit, Throwable e) {
        String text = String.valueOf(e).replaceAll("\\s+", " ");
        wrong.add(visit + ": " + text.substring(0, Math.min(text.length(), MOST_SHOWN)));
    }

    /// Each visit that didn't come to what it may come to.
    List<String> wrong() {
        return List.copyOf(wrong);
    }

    /// How many visits came to what.
    Map<String, Integer> tally() {
        Map<String, Integer> tally = new TreeMap<>();
        for (Visit visit : visits) {
            Reply reply = replies.get(visit.id());
            String what =
                    reply == null
                            ? "left"
                            : reply.complete() ? "status " + reply.status() : "broke off";
            tally.merge(what, 1, Integer::sum);
        }
        return tally;
    }
}
