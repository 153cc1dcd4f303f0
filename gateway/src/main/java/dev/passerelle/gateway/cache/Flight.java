package dev.passerelle.gateway.cache;

import dev.passerelle.gateway.answer.Part;
import dev.passerelle.gateway.answer.Tokens;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// One piece of work for all who ask the same at the same time. Whoever asked first leads; the work
/// is a pump's, so that it outlives the leader while others listen, and ends at once when nobody
/// does. Everybody reads one recording at his own pace: the pump waits for the fastest, and for the
/// slowest only when the recording has reached its bound.
final class Flight {
    /// How far the pump runs ahead of the fastest.
    private static final long AHEAD = 64L << 10;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Condition room = lock.newCondition();
    private final Seat leader = new Seat(true);
    private final List<Seat> seats = new ArrayList<>(List.of(leader));
    private final Recording recording;
    private @Nullable Thread pump;
    private @Nullable Begun begun;
    private @Nullable Ending ending;
    private long fastest;

    /// Whether nobody else may join.
    private boolean closed;

    /// Whether the answer is the leader's alone.
    private boolean unshared;

    /// Whether nobody listens.
    private boolean abandoned;

    /// @param bound most bytes of an answer that is kept whole
    Flight(long bound) {
        recording = new Recording(bound);
    }

    // The pump's side.

    /// Begins the work.
    void start(ResponseCache.Source source, Pump.Owner owner) {
        Thread thread =
                Thread.ofVirtual().name("cache-flight").unstarted(new Pump(this, source, owner));
        lock.lock();
        try {
            pump = thread;
        } finally {
            lock.unlock();
        }
        thread.start();
    }

    /// @param shared whether followers may have the answer too
    void begin(Begun beginning, boolean shared) {
        lock.lock();
        try {
            begun = beginning;
            unshared = !shared;
            closed |= unshared;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Waits until another part may come.
    ///
    /// @throws InterruptedException if none is to come
    void awaitRoom() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!abandoned && !hasRoom()) {
                room.await();
            }
            if (abandoned) {
                throw new InterruptedException();
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean hasRoom() {
        return !streamed()
                || (recording.bytes() - fastest < AHEAD
                        && (recording.whole() || recording.hasRoomAfter(slowest())));
    }

    private long slowest() {
        return seats.stream().mapToLong(seat -> seat.bytes).min().orElse(0);
    }

    private boolean streamed() {
        return begun != null && begun.streamed();
    }

    void record(Part part, Tokens tokens) {
        lock.lock();
        try {
            recording.add(part, tokens);
            if (!recording.whole()) {
                closed = true;
                recording.drop(seats.stream().mapToInt(seat -> seat.next).min().orElse(0));
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// All of the answer; null if it isn't to be kept. For the pump only, at the end.
    @Nullable List<Piece> whole() {
        lock.lock();
        try {
            return recording.whole() && !abandoned ? recording.pieces() : null;
        } finally {
            lock.unlock();
        }
    }

    void end(Ending how) {
        lock.lock();
        try {
            ending = how;
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    // The listeners' side.

    Seat leader() {
        return leader;
    }

    /// A follower's place; null if it is too late.
    @Nullable Seat join() {
        lock.lock();
        try {
            if (closed) {
                return null;
            }
            Seat seat = new Seat(false);
            seats.add(seat);
            return seat;
        } finally {
            lock.unlock();
        }
    }

    /// Waits until the answer begins.
    ///
    /// @return null if a follower is to ask for himself
    @Nullable Begun awaitBegun(Seat seat) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (begun == null && ending == null && !abandoned) {
                changed.await();
            }
            if (begun == null && ending != null && !ending.concernsOneCaller()) {
                ending.raise();
            }
            if (!seat.leader) {
                return abandoned || unshared ? null : begun;
            }
            if (begun == null && ending != null) {
                ending.raiseToCaller();
            }
            return begun;
        } finally {
            lock.unlock();
        }
    }

    /// The leader's client left while it waited for the beginning: the work ends, unless it has
    /// brought an answer.
    ///
    /// @return the answer that there is nevertheless
    @Nullable Begun withdraw() {
        lock.lock();
        try {
            if (begun == null) {
                seats.remove(leader);
                abandon();
                awaitEnd();
            }
            return begun;
        } finally {
            lock.unlock();
        }
    }

    /// The next part, once it is there; null after the last.
    @Nullable Piece next(Seat seat) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (ending == null && !abandoned && !ready(seat)) {
                changed.await();
            }
            if (ready(seat)) {
                return take(seat);
            }
            if (ending == null) {
                throw new InterruptedException();
            }
            ending.raise();
            return null;
        } finally {
            lock.unlock();
        }
    }

    /// A whole answer is handed over when nothing can go wrong any more, since nobody asks what
    /// comes after its only part.
    private boolean ready(Seat seat) {
        return seat.next < recording.size() && (streamed() || ending != null);
    }

    private Piece take(Seat seat) {
        Piece piece = recording.get(seat.next++);
        seat.bytes = piece.end();
        seat.tokens = piece.tokens();
        fastest = Math.max(fastest, seat.bytes);
        room.signal();
        return piece;
    }

    /// What the leader pays: what it was given, or all if others went on listening.
    Tokens tokens() {
        lock.lock();
        try {
            boolean all = leader.paysForOthers || leader.next == recording.size();
            if (ending != null && all) {
                return ending.tokens();
            }
            if (leader.tokens != null) {
                return leader.tokens;
            }
            return begun == null ? Tokens.NONE : begun.tokens();
        } finally {
            lock.unlock();
        }
    }

    /// Gives up a seat. For the leader, the work has ended then.
    void leave(Seat seat) {
        lock.lock();
        try {
            if (seats.remove(seat)) {
                left(seat);
            }
            if (seat.leader) {
                awaitEnd();
            }
        } finally {
            lock.unlock();
        }
    }

    private void left(Seat seat) {
        if (seats.isEmpty()) {
            abandon();
            return;
        }
        seat.paysForOthers = seat.leader;
        fastest = seats.stream().mapToLong(other -> other.bytes).max().orElse(0);
        room.signal();
    }

    /// Ends the work; followers who wait for its beginning ask for themselves.
    void abandon() {
        lock.lock();
        try {
            closed = true;
            abandoned = true;
            if (pump != null && ending == null) {
                pump.interrupt();
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void awaitEnd() {
        while (ending == null) {
            changed.awaitUninterruptibly();
        }
    }
}
