package dev.passerelle.gateway.admission;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/// How many requests are running, by scope.
final class Running {
    private static final Duration SOON = Duration.ofSeconds(1);

    private final Map<Place, Integer> running = new HashMap<>();

    Meter at(Limit limit) {
        Place place = Place.of(limit);
        return new Slots(place, limit.capacity(), running.getOrDefault(place, 0));
    }

    int size() {
        return running.size();
    }

    /// One scope's.
    private final class Slots implements Meter {
        private final Place place;
        private final long capacity;
        private int count;

        Slots(Place place, long capacity, int count) {
            this.place = place;
            this.capacity = capacity;
            this.count = count;
        }

        @Override
        public long capacity() {
            return capacity;
        }

        @Override
        public long left() {
            return Math.max(0, capacity - count);
        }

        /// Nobody knows when a request ends.
        @Override
        public Duration until(long amount) {
            return SOON;
        }

        @Override
        public Duration reset() {
            return count == 0 ? Duration.ZERO : SOON;
        }

        @Override
        public Charge take(long amount) {
            count = running.merge(place, 1, Integer::sum);
            return (_, _) -> running.computeIfPresent(place, (_, n) -> n == 1 ? null : n - 1);
        }
    }
}
