package dev.passerelle.gateway.admission;

import dev.passerelle.gateway.openai.ApiException;
import dev.passerelle.gateway.tenancy.Measure;
import dev.passerelle.gateway.tenancy.Prices;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What is said to those whom a limit has no room for: which limit, whose, how much of it is left
/// and when to come again.
final class Refusals {

    private Refusals() {}

    static ApiException of(Decision decision) {
        return switch (decision) {
            case Decision.Refused refused -> refused(refused);
            case Decision.NeverFits never -> neverFits(never);
            case Decision.Unknown unknown ->
                    new ApiException.LimitsUnavailable(
                            "What is left of your limits can't be told now: %s. Please try again."
                                    .formatted(unknown.why()));
            case Decision.Granted _ ->
                    throw new IllegalArgumentException("what was granted is no refusal");
        };
    }

    private static ApiException refused(Decision.Refused refused) {
        Limit limit = refused.standing().limit();
        Duration wait = refused.retryAfter();
        String when = Durations.format(wait);
        if (limit.measure().budget()) {
            return new ApiException.QuotaExceeded(
                    "Budget exceeded for %s. The budget begins anew in %s; ask your operator for a larger one."
                            .formatted(account(refused), when),
                    wait);
        }
        String how = limit.measure() == Measure.CONCURRENT_REQUESTS ? ", or when one ends" : "";
        return new ApiException.RateLimited(
                "Rate limit reached for %s. Please try again in %s%s."
                        .formatted(account(refused), when, how),
                limit.measure().unit().name().toLowerCase(Locale.ROOT),
                wait);
    }

    private static String account(Decision.Refused refused) {
        Standing standing = refused.standing();
        Limit limit = standing.limit();
        Measure measure = limit.measure();
        return "%s on %s: limit %s, used %s, requested %s"
                .formatted(
                        whose(limit.scope()),
                        measureName(measure),
                        amount(measure, limit.capacity()),
                        amount(measure, limit.capacity() - standing.remaining()),
                        amount(measure, refused.needed()));
    }

    private static ApiException neverFits(Decision.NeverFits never) {
        Limit limit = never.limit();
        Measure measure = limit.measure();
        @Nullable String param = never.shorterFits() ? "max_tokens" : null;
        String mend = never.shorterFits() ? "Ask for fewer 'max_tokens'." : "Shorten the input.";
        return new ApiException.InvalidRequest(
                "This request needs %s %s, more than the whole limit of %s on %s: %s. %s"
                        .formatted(
                                amount(measure, never.needed()),
                                measure.unit().name().toLowerCase(Locale.ROOT),
                                whose(limit.scope()),
                                measureName(measure),
                                amount(measure, limit.capacity()),
                                mend),
                param,
                "request_exceeds_limit");
    }

    private static String whose(Scope scope) {
        return "%s '%s'".formatted(scope.kind().id(), scope.name());
    }

    private static String measureName(Measure measure) {
        return measure.id().replace('_', ' ');
    }

    private static String amount(Measure measure, long amount) {
        return measure.unit() == Measure.Unit.MONEY
                ? BigDecimal.valueOf(amount)
                        .divide(BigDecimal.valueOf(Prices.UNIT))
                        .stripTrailingZeros()
                        .toPlainString()
                : Long.toString(amount);
    }
}
