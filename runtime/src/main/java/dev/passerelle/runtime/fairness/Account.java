package dev.passerelle.runtime.fairness;

import java.util.Collection;

/// What a project, or one of its keys, has been served and has in the queue.
abstract class Account {

    /// Tokens over weight, the virtual token counter.
    double served;

    /// When it was last served, by a count of servings. Of those served equally, the one served
    /// longest ago comes first.
    long servedAt;

    /// Requests of any state.
    int places;

    int waiting;
    int held;

    abstract int weight();

    abstract int priority();

    void serve(int tokens, long now) {
        served += (double) tokens / weight();
        servedAt = now;
    }

    /// Nobody saves up what it doesn't use: an account that begins to wait is lifted to the floor.
    void liftTo(double floor) {
        served = Math.max(served, floor);
    }

    /// The least counter of those that wait; where nobody does, the highest of those that are
    /// served.
    static double floor(Collection<? extends Account> peers, int priority) {
        double leastWaiting = Double.POSITIVE_INFINITY;
        double mostServed = Double.NEGATIVE_INFINITY;
        for (Account peer : peers) {
            if (peer.priority() != priority || peer.places == 0) {
                continue;
            }
            mostServed = Math.max(mostServed, peer.served);
            if (peer.waiting > 0) {
                leastWaiting = Math.min(leastWaiting, peer.served);
            }
        }
        return Double.isFinite(leastWaiting) ? leastWaiting : mostServed;
    }

    /// Whose turn is first.
    static int compareTurns(Account a, Account b) {
        if (a.priority() != b.priority()) {
            return Integer.compare(b.priority(), a.priority());
        }
        int byServed = Double.compare(a.served, b.served);
        return byServed != 0 ? byServed : Long.compare(a.servedAt, b.servedAt);
    }

    /// Who holds less for its weight.
    static int compareGreed(Account a, Account b) {
        int byHeld = Double.compare((double) a.held / a.weight(), (double) b.held / b.weight());
        return byHeld != 0 ? byHeld : Double.compare(a.served, b.served);
    }
}
