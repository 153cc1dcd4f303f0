package dev.passerelle.runtime.constrained;

import dev.passerelle.runtime.constrained.Config.Place;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// Runs rules over bytes: all stacks a text may stand for, at once. What was found is kept, up to a
/// limit, for all who read the same.
///
/// Safe for use from many threads.
final class Machine {

    private static final int MOST_PLACES = 2_000;
    private static final int MOST_LOOKED_AT = 50_000;
    private static final int MOST_CONFIGS = 4_096;

    private static final Comparator<Place> ORDER =
            Comparator.<Place>comparingLong(place -> place.state().id)
                    .thenComparingLong(place -> place.frame() == null ? 0 : place.frame().id);

    private final AtomicLong frameIds = new AtomicLong();
    private final LongAdder looked = new LongAdder();
    private final Frame floor = Frame.floor();
    private volatile ConcurrentHashMap<Frame, Frame> frames = new ConcurrentHashMap<>();
    private volatile ConcurrentHashMap<Config, Config> configs = new ConcurrentHashMap<>();

    /// Places looked at so far, a measure of time.
    long work() {
        return looked.sum();
    }

    /// How many configs are kept, of about a kilobyte each.
    int configs() {
        return configs.size();
    }

    /// Below which nothing is known.
    Frame floor() {
        return floor;
    }

    Config start(State state) {
        return resume(state, null);
    }

    /// In a state, with this to match after its rule.
    Config resume(State state, @Nullable Frame frame) {
        Closure closure = new Closure();
        closure.add(state, frame);
        return closure.config();
    }

    Config step(Config config, int unsigned) {
        Closure closure = new Closure();
        for (Place place : config.places) {
            State state = place.state();
            for (int i = 0; i < state.lows.length; i++) {
                if (state.lows[i] <= unsigned && unsigned <= state.highs[i]) {
                    closure.add(state.targets[i], place.frame());
                }
            }
        }
        return closure.config();
    }

    /// A config of these places, which another machine may have found.
    Config of(List<Place> places, boolean ended) {
        List<Place> sorted = new ArrayList<>(places);
        sorted.sort(ORDER);
        Config config = new Config(this, List.copyOf(sorted), ended);
        Config known = configs.putIfAbsent(config, config);
        if (known != null) {
            return known;
        }
        if (configs.size() > MOST_CONFIGS) {
            Set<Config> old = configs.keySet();
            configs = new ConcurrentHashMap<>();
            frames = new ConcurrentHashMap<>();
            old.forEach(Config::forgetSuccessors);
        }
        return config;
    }

    Frame back(State state, @Nullable Frame below) {
        return interned(Frame.back(state, below, frameIds.incrementAndGet()));
    }

    Frame round(State.Loop loop, int need, int room, @Nullable Frame below) {
        return interned(Frame.round(loop, need, room, below, frameIds.incrementAndGet()));
    }

    private Frame interned(Frame frame) {
        Frame known = frames.putIfAbsent(frame, frame);
        return known == null ? frame : known;
    }

    /// Follows everything that needs no reading.
    private final class Closure {
        private final Set<Place> seen = new HashSet<>();
        private final Deque<Place> open = new ArrayDeque<>();
        private final List<Place> places = new ArrayList<>();
        private boolean ended;

        void add(State state, @Nullable Frame frame) {
            Place place = new Place(state, frame);
            if (seen.add(place)) {
                open.add(place);
            }
        }

        Config config() {
            while (!open.isEmpty()) {
                Place place = open.remove();
                follow(place.state(), place.frame());
                if (place.state().readsAnything()) {
                    places.add(place);
                }
                if (places.size() > MOST_PLACES || seen.size() > MOST_LOOKED_AT) {
                    throw Refusal.because(
                            "The constraint is too ambiguous: more than %d ways to go on; simplify its repetitions and alternatives"
                                    .formatted(MOST_PLACES));
                }
            }
            looked.add(seen.size());
            return of(places, ended);
        }

        private void follow(State state, @Nullable Frame frame) {
            for (State next : state.free) {
                add(next, frame);
            }
            if (state.call != null && state.after != null) {
                // the last call of a rule returns to where the rule does
                add(state.call.start(), state.after.end ? frame : back(state.after, frame));
            }
            if (state.entered != null) {
                rounds(state.entered, state.entered.least, state.entered.most, frame);
            }
            if (state.repeated != null && frame != null) {
                rounds(
                        state.repeated,
                        frame.need == Frame.MANY ? Frame.MANY : Math.max(0, frame.need - 1),
                        frame.room == Frame.MANY ? Frame.MANY : frame.room - 1,
                        frame.below);
            }
            if (state.end) {
                leave(frame);
            }
        }

        private void rounds(State.Loop loop, int need, int room, @Nullable Frame below) {
            if (need == 0) {
                add(loop.exit, below);
            }
            if (room > 0) {
                add(loop.body, round(loop, need, room, below));
            }
        }

        private void leave(@Nullable Frame frame) {
            if (frame == null || frame.isFloor()) {
                ended = true;
            } else if (frame.back != null) {
                add(frame.back, frame.below);
            } else {
                throw new IllegalStateException("A rule ended within a loop");
            }
        }
    }
}
