package dev.passerelle.gateway.usage;

import dev.passerelle.gateway.tenancy.Prices;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The record of one request.
record UsageRecord(Opening opening, Closing closing) {
    private static final int LONGEST = 512;

    /// What is known when the work begins.
    ///
    /// @param model served id; empty if it is about none
    /// @param revision commit of its files; empty if none is loaded
    /// @param work absent if no model worked for it
    record Opening(
            UUID id,
            Instant time,
            String requestId,
            String endpoint,
            String key,
            String organisation,
            String project,
            String model,
            String revision,
            @Nullable Work work) {

        /// Of a request that a model works for.
        static Opening of(UUID id, Account account, Work work) {
            return of(id, account, work.model(), work.revision(), work);
        }

        /// Of a request that no model works for.
        static Opening refused(UUID id, Account account, String model, String revision) {
            return of(id, account, model, revision, null);
        }

        private static Opening of(
                UUID id, Account account, String model, String revision, @Nullable Work work) {
            return new Opening(
                    id,
                    account.time(),
                    clean(account.requestId()),
                    clean(account.endpoint()),
                    clean(account.caller().key()),
                    account.caller().project().organisation(),
                    account.caller().project().name(),
                    clean(model),
                    clean(revision),
                    work);
        }

        /// The day it counts in, UTC.
        LocalDate day() {
            Instant counted = work == null ? time : work.reserved();
            return LocalDate.ofInstant(counted, ZoneOffset.UTC);
        }

        /// Which deployment works; empty if it has no name.
        String deployment() {
            return work == null ? "" : clean(work.deployment());
        }

        /// Where the model runs; empty if nobody said.
        String region() {
            return work == null ? "" : clean(work.region());
        }

        /// The record of a request that the end of the process cut off.
        ///
        /// @param completionTokens as far as it was known
        UsageRecord interrupted(long completionTokens) {
            long promptTokens = work == null ? 0 : work.promptTokens();
            return new UsageRecord(
                    this,
                    new Closing(
                            Outcome.INTERRUPTED,
                            0,
                            new Counted(promptTokens, completionTokens, 0, false),
                            new Latency(
                                    Duration.ZERO,
                                    Duration.ZERO,
                                    Duration.ZERO,
                                    Duration.ZERO,
                                    Duration.ZERO)));
        }
    }

    /// What is known when it ends.
    record Closing(Outcome outcome, int status, Counted tokens, Latency latency) {}

    Prices prices() {
        Work work = opening.work();
        return work == null ? Prices.FREE : work.prices();
    }

    /// In 10⁻¹² of the currency.
    long cost() {
        try {
            Counted tokens = closing.tokens();
            return prices().cost(tokens.prompt(), tokens.completion());
        } catch (ArithmeticException _) {
            return Long.MAX_VALUE;
        }
    }

    /// A text as it is recorded: no longer than 512 characters, without what databases refuse.
    static String clean(String text) {
        if (text.length() <= LONGEST && isPlain(text)) {
            return text;
        }
        StringBuilder clean = new StringBuilder();
        text.codePoints()
                .limit(LONGEST)
                .map(c -> Character.isISOControl(c) || isSurrogate(c) ? '\uFFFD' : c)
                .forEach(clean::appendCodePoint);
        return clean.toString();
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~') {
                return false;
            }
        }
        return true;
    }

    private static boolean isSurrogate(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }
}
