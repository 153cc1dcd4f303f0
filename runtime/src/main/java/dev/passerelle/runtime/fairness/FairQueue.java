package dev.passerelle.runtime.fairness;

import dev.passerelle.runtime.Tenant;
import java.util.LinkedHashSet;
import java.util.SequencedSet;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A bounded queue whose order is decided by what each tenant has been served: by priority, then
/// among projects by tokens over weight, then among a project's keys by tokens, then first come
/// first served.
///
/// A request has a place from its coming to its end, waiting or not. Who takes or withdraws a
/// waiting one alone decides what becomes of it. Safe for use by many threads.
///
/// @param <T> what waits
public final class FairQueue<T> {

    private final int places;
    private final LongSupplier ticker;
    private final Consumer<? super T> displaced;
    private final Accounts<T> accounts = new Accounts<>();

    /// Those that wait and never were taken, longest wait first.
    private final SequencedSet<Place<T>> newcomers = new LinkedHashSet<>();

    private final SequencedSet<Place<T>> held = new LinkedHashSet<>();
    private int taken;
    private int waiting;
    private long takings;

    /// @param places requests that can be there at once, those being served included
    /// @param ticker nanoseconds, as [System#nanoTime()]
    /// @param displaced told, on the thread of the newcomer, of each that lost its place while it
    ///   waited
    public FairQueue(int places, LongSupplier ticker, Consumer<? super T> displaced) {
        this.places = places;
        this.ticker = ticker;
        this.displaced = displaced;
    }

    /// @param loser is being served and has to make room
    /// @param winner waits
    public record Exchange<T>(Place<T> loser, Place<T> winner) {}

    /// Reserves a place. In a full queue, the newest waiting request of the project with the most
    /// places makes room for one whose project would still have fewer; among keys of one project
    /// likewise.
    ///
    /// @return null if the queue is full
    public @Nullable Place<T> enter(Tenant tenant) {
        Place<T> loser;
        Place<T> place;
        synchronized (this) {
            Key<T> key = accounts.open(tenant);
            loser = taken < places ? null : Displacement.by(key, accounts.projects());
            if (taken == places && loser == null) {
                accounts.forgetIdle(key);
                return null;
            }
            place = new Place<>(key, ticker);
            key.reserved.add(place);
            key.countPlace(1);
            taken++;
            if (loser != null) {
                leave(loser);
            }
        }
        if (loser != null && loser.item != null) {
            displaced.accept(loser.item);
        }
        return place;
    }

    /// Lets a request that has a place wait for its turn.
    ///
    /// @return false if it has lost its place
    public synchronized boolean ready(Place<T> place, T item) {
        if (place.state == Place.State.GONE) {
            return false;
        }
        place.becomesReady(item);
        place.key.reserved.remove(place);
        accounts.lift(place.key);
        place.key.ready.addLast(place);
        newcomers.addLast(place);
        nowWaits(place);
        notifyAll();
        return true;
    }

    /// Takes what comes next, if anything waits.
    public synchronized @Nullable T poll() {
        Key<T> key = accounts.next();
        if (key == null) {
            return null;
        }
        Place<T> place = key.ready.getFirst();
        hold(place);
        return place.item();
    }

    /// Takes what comes next, waiting for it.
    public synchronized T take() throws InterruptedException {
        T next = poll();
        while (next == null) {
            wait();
            next = poll();
        }
        return next;
    }

    /// Takes a certain one.
    ///
    /// @return false if it waits no more
    public synchronized boolean take(Place<T> place) {
        boolean waits = place.state == Place.State.WAITING;
        if (waits) {
            hold(place);
        }
        return waits;
    }

    /// Lets one that was taken wait again, before all others of its key.
    public synchronized void putBack(Place<T> place) {
        if (place.state != Place.State.HELD) {
            return;
        }
        held.remove(place);
        place.key.countHeld(-1);
        place.key.ready.addFirst(place);
        nowWaits(place);
    }

    /// Takes one that waits out of the queue.
    ///
    /// @return false if it doesn't wait
    public synchronized boolean withdraw(Place<T> place) {
        boolean waits = place.state == Place.State.WAITING;
        if (waits) {
            leave(place);
        }
        return waits;
    }

    /// Gives a place back, if it is not given back already.
    public synchronized void leave(Place<T> place) {
        Key<T> key = place.key;
        switch (place.state) {
            case RESERVED -> key.reserved.remove(place);
            case WAITING -> stopWaiting(place);
            case HELD -> {
                held.remove(place);
                key.countHeld(-1);
            }
            case GONE -> {
                return;
            }
        }
        place.state = Place.State.GONE;
        key.countPlace(-1);
        taken--;
        accounts.forgetIdle(key);
    }

    /// Counts tokens on the account that a request belongs to.
    public synchronized void served(Place<T> place, int tokens) {
        accounts.serve(place.key, tokens);
    }

    /// Whose tenant's turn is first; 0 for two of the same key.
    public synchronized int compareTurns(Place<T> a, Place<T> b) {
        return a.key == b.key ? 0 : accounts.compareTurns(a.key, b.key);
    }

    /// Which one being served has to make room for which waiting one now, if any: one of lower
    /// priority; the newest of the greediest project, for a project that has none; the newest of
    /// the greediest key, for a key that has none. Changes nothing.
    ///
    /// @param mayYield asked only about what is being served
    public synchronized @Nullable Exchange<T> exchange(Predicate<? super T> mayYield) {
        return waiting == 0 || held.isEmpty() ? null : Preemption.find(accounts, held, mayYield);
    }

    /// Withdraws the one that has waited longest for its first turn, if for longer than `nanos`.
    public synchronized @Nullable Place<T> overdue(long nanos) {
        if (newcomers.isEmpty() || newcomers.getFirst().waited() < nanos) {
            return null;
        }
        Place<T> place = newcomers.getFirst();
        leave(place);
        return place;
    }

    /// Nanoseconds until there will be an overdue one; [Long#MAX_VALUE] if nothing waits for its
    /// first turn.
    public synchronized long untilOverdue(long nanos) {
        return newcomers.isEmpty()
                ? Long.MAX_VALUE
                : Math.max(0, nanos - newcomers.getFirst().waited());
    }

    /// How many wait, those put back included.
    public synchronized int waiting() {
        return waiting;
    }

    /// Accounts that are remembered.
    synchronized int accounts() {
        return accounts.size();
    }

    private void nowWaits(Place<T> place) {
        place.state = Place.State.WAITING;
        place.key.countWaiting(1);
        waiting++;
    }

    private void stopWaiting(Place<T> place) {
        place.key.ready.remove(place);
        newcomers.remove(place);
        place.key.countWaiting(-1);
        waiting--;
    }

    private void hold(Place<T> place) {
        stopWaiting(place);
        place.state = Place.State.HELD;
        place.key.countHeld(1);
        held.add(place);
        if (!place.everHeld()) {
            place.takenAs = ++takings;
        }
    }
}
