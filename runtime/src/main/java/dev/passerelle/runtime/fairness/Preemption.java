package dev.passerelle.runtime.fairness;

import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Who gives up what it holds for one that waits.
final class Preemption {

    private Preemption() {}

    /// The exchange for the one whose turn is first, of those for whom there is any.
    static <T> FairQueue.@Nullable Exchange<T> find(
            Accounts<T> accounts, Iterable<Place<T>> held, Predicate<? super T> mayYield) {
        Place<T> winner = null;
        Place<T> loser = null;
        for (Project<T> project : accounts.projects()) {
            for (Key<T> key : project.keys.values()) {
                if (key.waiting > 0
                        && (winner == null || accounts.compareTurns(key, winner.key) < 0)) {
                    Place<T> candidate = loserTo(key, held, mayYield);
                    if (candidate != null) {
                        winner = key.ready.getFirst();
                        loser = candidate;
                    }
                }
            }
        }
        return winner == null || loser == null ? null : new FairQueue.Exchange<>(loser, winner);
    }

    private static <T> @Nullable Place<T> loserTo(
            Key<T> winner, Iterable<Place<T>> held, Predicate<? super T> mayYield) {
        Place<T> loser = null;
        for (Place<T> place : held) {
            if (yields(place.key, winner)
                    && (loser == null || before(place, loser))
                    && mayYield.test(place.item())) {
                loser = place;
            }
        }
        return loser;
    }

    private static boolean yields(Key<?> holder, Key<?> winner) {
        Project<?> theirs = holder.project;
        Project<?> ours = winner.project;
        if (theirs == ours) {
            return winner.held == 0 && holder.held >= 2;
        }
        return theirs.priority() < ours.priority()
                || (theirs.priority() == ours.priority() && ours.held == 0 && theirs.held >= 2);
    }

    /// Whether `a` rather than `b` has to yield.
    private static boolean before(Place<?> a, Place<?> b) {
        Project<?> ofA = a.key.project;
        Project<?> ofB = b.key.project;
        if (ofA != ofB) {
            if (ofA.priority() != ofB.priority()) {
                return ofA.priority() < ofB.priority();
            }
            int greed = Account.compareGreed(ofA, ofB);
            if (greed != 0) {
                return greed > 0;
            }
        } else if (a.key != b.key) {
            int greed = Account.compareGreed(a.key, b.key);
            if (greed != 0) {
                return greed > 0;
            }
        }
        return a.takenAs > b.takenAs;
    }
}
