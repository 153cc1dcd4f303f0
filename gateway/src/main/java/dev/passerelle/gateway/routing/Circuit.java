package dev.passerelle.gateway.routing;

import dev.passerelle.gateway.config.ResilienceConfig;
import dev.passerelle.gateway.routing.DeploymentStatus.State;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Whether a deployment is to be asked: not for a while after it failed too often in a row, said
/// that it has had enough, or was found not to be there. When the pause after failures is over, one
/// call is let through, and its fate decides.
///
/// A first part ends the trial, so that a long answer doesn't keep others waiting; but until an
/// answer has come to its end, the next failure opens the circuit again.
final class Circuit {
    private static final Duration LONGEST_COOLING = Duration.ofMinutes(10);
    private static final Duration SOON = Duration.ofSeconds(1);

    private final Surroundings surroundings;
    private final Duration recheck;
    private volatile @Nullable Block block;
    private volatile int failures;

    /// Whether a call may be sent.
    enum Leave {
        NO,
        YES,
        /// Its outcome decides for all others.
        TRIAL
    }

    /// What keeps calls away.
    ///
    /// @param until in nanoseconds; doesn't count while unhealthy
    /// @param probeEnds whether a good look at it suffices to end it
    /// @param trial whether a call is trying
    record Block(
            State state,
            String reason,
            Instant since,
            long until,
            boolean probeEnds,
            boolean trial) {

        Block trial(boolean begun) {
            return new Block(state, reason, since, until, probeEnds, begun);
        }
    }

    /// @param recheck how often it is looked at, if it is
    Circuit(Surroundings surroundings, @Nullable Duration recheck) {
        this.surroundings = surroundings;
        this.recheck = recheck == null ? SOON : recheck;
    }

    /// What keeps calls away now.
    @Nullable Block block() {
        Block current = block;
        return current != null
                        && current.state == State.COOLING
                        && surroundings.now() - current.until >= 0
                ? null
                : current;
    }

    State state() {
        Block current = block();
        return current == null ? State.UP : current.state;
    }

    int failures() {
        return failures;
    }

    /// Whether a call may be sent, as far as can be told without sending one.
    boolean free() {
        return block == null || left().isZero();
    }

    /// Until a call may be sent.
    Duration left() {
        Block current = block;
        if (current == null) {
            return Duration.ZERO;
        }
        if (current.state == State.UNHEALTHY) {
            return recheck;
        }
        long nanos = current.until - surroundings.now();
        if (nanos > 0) {
            return Duration.ofNanos(nanos);
        }
        return current.trial ? SOON : Duration.ZERO;
    }

    /// Lets a call through. Exactly one of [#began], [#failed], [#cool], [#open] and [#abandoned]
    /// follows.
    Leave enter() {
        return block == null ? Leave.YES : enterBlocked();
    }

    private synchronized Leave enterBlocked() {
        Block current = block();
        if (current == null) {
            block = null;
            return Leave.YES;
        }
        if (!free()) {
            return Leave.NO;
        }
        block = current.trial(true);
        return Leave.TRIAL;
    }

    /// The first part is there.
    void began(Leave leave, ResilienceConfig config) {
        if (leave == Leave.TRIAL) {
            endTrial(config);
        }
    }

    private synchronized void endTrial(ResilienceConfig config) {
        if (trying()) {
            block = null;
            failures = config.breakerFailures() - 1;
        }
    }

    private boolean trying() {
        Block current = block;
        return current != null && current.trial;
    }

    /// An answer came to its end.
    void completed() {
        if (failures != 0 && block == null) {
            forget();
        }
    }

    private synchronized void forget() {
        failures = 0;
    }

    /// A call failed, or its answer broke off.
    synchronized void failed(Leave leave, String reason, ResilienceConfig config) {
        failures++;
        if (leave == Leave.TRIAL && trying()) {
            block(State.OPEN, reason, config.breakerPause(), false);
        } else if (block() == null && failures >= config.breakerFailures()) {
            String count =
                    failures == 1 ? "" : "%d failures in a row, the last: ".formatted(failures);
            block(State.OPEN, count + reason, config.breakerPause(), false);
        }
    }

    /// It doesn't take our key or know the model: no use in asking until that is mended.
    synchronized void open(Leave leave, String reason, ResilienceConfig config) {
        failures++;
        if (block() == null || (leave == Leave.TRIAL && trying())) {
            block(State.OPEN, reason, config.breakerPause(), true);
        }
    }

    /// It has had enough. That is no failure.
    synchronized void cool(Leave leave, String reason, @Nullable Duration retryAfter) {
        if (block() == null || (leave == Leave.TRIAL && trying())) {
            Duration pause = retryAfter == null || retryAfter.isNegative() ? SOON : retryAfter;
            block(
                    State.COOLING,
                    reason,
                    pause.compareTo(LONGEST_COOLING) > 0 ? LONGEST_COOLING : pause,
                    false);
        }
    }

    /// A call ended and told nothing of the deployment.
    void abandoned(Leave leave) {
        if (leave == Leave.TRIAL) {
            giveUpTrial();
        }
    }

    private synchronized void giveUpTrial() {
        Block current = block;
        if (current != null && current.trial) {
            block = current.trial(false);
        }
    }

    /// It was looked at.
    synchronized void probed(boolean healthy) {
        Block current = block;
        if (!healthy && (current == null || current.state != State.UNHEALTHY)) {
            block(State.UNHEALTHY, "its health check fails", Duration.ZERO, true);
        } else if (healthy && current != null && current.probeEnds) {
            block = null;
            failures = 0;
        }
    }

    private void block(State state, String reason, Duration pause, boolean probeEnds) {
        block =
                new Block(
                        state,
                        reason,
                        surroundings.clock().instant(),
                        surroundings.now() + pause.toNanos(),
                        probeEnds,
                        false);
    }
}
