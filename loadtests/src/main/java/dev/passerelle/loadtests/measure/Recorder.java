package dev.passerelle.loadtests.measure;

import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// Takes in requests that are over, from any thread, and makes figures of them on a thread of its
/// own, so that those who send wait for nothing but room in a queue. It holds histograms and a
/// sample, never all requests.
public final class Recorder implements AutoCloseable {
    private static final int ROOM = 16_384;
    private static final long REST = 2_000_000;
    private static final long BETWEEN_SNAPSHOTS = 250_000_000;

    private final BlockingQueue<CallRecord> queue = new ArrayBlockingQueue<>(ROOM);
    private final AtomicLong began = new AtomicLong();
    private final Books books;
    private final LongSupplier clock;
    private final Listener<CallRecord> ended;
    private final Listener<Snapshot> stands;
    private final Thread thread;
    private volatile boolean over;
    private long lost;
    private String why = "";

    private Recorder(
            Frame frame,
            LongSupplier clock,
            Consumer<CallRecord> ended,
            Consumer<Snapshot> stands) {
        this.books = new Books(frame, clock.getAsLong());
        this.clock = clock;
        this.ended = new Listener<>(ended);
        this.stands = new Listener<>(stands);
        this.thread = Thread.ofPlatform().name("recorder").daemon().unstarted(this::record);
    }

    /// Begins to record.
    ///
    /// @param clock nanoseconds since the run's start
    /// @param ended told of every request, on the recorder's thread
    /// @param stands told several times a second how the run stands, on the same thread
    public static Recorder started(
            Frame frame,
            LongSupplier clock,
            Consumer<CallRecord> ended,
            Consumer<Snapshot> stands) {
        var recorder = new Recorder(frame, clock, ended, stands);
        recorder.thread.start();
        return recorder;
    }

    /// A request begins. Not called for those that are not sent.
    public void began() {
        began.incrementAndGet();
    }

    /// A request is over. May be called by a thread that is interrupted.
    public void accept(CallRecord record) {
        while (!queue.offer(record)) {
            if (!thread.isAlive()) {
                return;
            }
            LockSupport.parkNanos(REST);
        }
    }

    /// What is being done, for the live view.
    public void note(String note) {
        books.note(note);
    }

    /// Ends recording, after all that was accepted before.
    ///
    /// @param end of the measured interval, nanoseconds since the run's start: the planned end of
    ///   arrivals, or when the last answer was there if arrivals ended before
    public Recording finish(long end) {
        close();
        var notes = new ArrayList<String>();
        if (lost > 0) {
            notes.add(lost + " requests are in no figure, a defect of this program: " + why);
        }
        ended.problem().ifPresent(p -> notes.add("a log of requests is not complete: " + p));
        stands.problem().ifPresent(p -> notes.add("the live view ended early: " + p));
        return books.closed(end, notes);
    }

    /// Ends its thread.
    @Override
    public void close() {
        over = true;
        LockSupport.unpark(thread);
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void record() {
        var batch = new ArrayList<CallRecord>();
        long shown = clock.getAsLong();
        while (true) {
            boolean last = over;
            queue.drainTo(batch, ROOM);
            for (CallRecord record : batch) {
                enter(record);
                ended.tell(record);
            }
            long now = clock.getAsLong();
            if (now - shown >= BETWEEN_SNAPSHOTS) {
                stands.tell(books.snapshot(now, began.get()));
                shown = now;
            }
            if (batch.isEmpty()) {
                if (last) {
                    return;
                }
                LockSupport.parkNanos(REST);
            }
            batch.clear();
        }
    }

    private void enter(CallRecord record) {
        try {
            books.enter(record, clock.getAsLong());
        } catch (RuntimeException e) {
            lost++;
            why = e.toString();
        }
    }

    /// One who is told until it fails.
    private static final class Listener<T> {
        private final Consumer<T> told;
        private volatile Optional<String> problem = Optional.empty();

        Listener(Consumer<T> told) {
            this.told = told;
        }

        void tell(T news) {
            if (problem.isPresent()) {
                return;
            }
            try {
                told.accept(news);
            } catch (RuntimeException e) {
                problem = Optional.of(String.valueOf(e.getMessage()));
            }
        }

        Optional<String> problem() {
            return problem;
        }
    }
}
