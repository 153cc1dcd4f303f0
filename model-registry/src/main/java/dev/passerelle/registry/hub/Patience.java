package dev.passerelle.registry.hub;

import dev.passerelle.registry.hub.HubException.Reason;
import java.time.Duration;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/// Time and chance as retries need them.
///
/// @param clock what dates of `Retry-After` are compared with
/// @param sleeper what pauses are made of
public record Patience(
        RetryPolicy policy, InstantSource clock, RandomGenerator random, Sleeper sleeper) {

    private static final int QUESTION_ATTEMPTS = 4;

    /// Waits.
    public interface Sleeper {
        void sleep(Duration pause) throws InterruptedException;
    }

    /// What is told about an attempt that will be made again.
    interface Notice {
        void retrying(String reason, Duration pause);
    }

    /// The default policy in real time.
    public static Patience real() {
        return new Patience(
                RetryPolicy.DEFAULT,
                InstantSource.system(),
                RandomGenerator.getDefault(),
                Thread::sleep);
    }

    /// For questions that someone waits for: they fail sooner than downloads.
    Patience forQuestions() {
        return new Patience(policy.upTo(QUESTION_ATTEMPTS), clock, random, sleeper);
    }

    /// One operation and its failures so far.
    Attempts begin(Notice notice) {
        return new Attempts(notice);
    }

    /// Counts the failures of one operation and pauses after each.
    final class Attempts {
        private final Notice notice;
        private int inARow;
        private int total;

        private Attempts(Notice notice) {
            this.notice = notice;
        }

        /// Bytes have arrived since the last failure.
        void progressed() {
            inARow = 0;
        }

        /// Pauses before the next attempt.
        ///
        /// @throws HubException if there have been enough
        void failed(TransientFailure failure) throws HubException, InterruptedException {
            inARow++;
            total++;
            String reason = String.valueOf(failure.getMessage());
            if (inARow >= policy.attempts() || total >= policy.total()) {
                throw new HubException(
                        failure.rateLimited() ? Reason.RATE_LIMITED : Reason.UNREACHABLE,
                        "%s; given up after %d attempts".formatted(reason, total),
                        failure);
            }
            Duration pause = pause(failure);
            notice.retrying(reason, pause);
            sleeper.sleep(pause);
        }

        private Duration pause(TransientFailure failure) {
            return failure.retryAfter(clock)
                    .map(asked -> min(asked, policy.longestAsked()))
                    .orElseGet(() -> policy.pause(inARow, random.nextDouble()));
        }

        private static Duration min(Duration a, Duration b) {
            return a.compareTo(b) < 0 ? a : b;
        }
    }
}
