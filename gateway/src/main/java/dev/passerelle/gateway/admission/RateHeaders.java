package dev.passerelle.gateway.admission;

import dev.passerelle.gateway.tenancy.Measure;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// OpenAI's `x-ratelimit-*` headers: of the limits on requests a minute the scarcest, and likewise
/// of those on tokens a minute.
public final class RateHeaders {

    /// What they are called.
    public enum Name {
        LIMIT_REQUESTS("x-ratelimit-limit-requests"),
        REMAINING_REQUESTS("x-ratelimit-remaining-requests"),
        RESET_REQUESTS("x-ratelimit-reset-requests"),
        LIMIT_TOKENS("x-ratelimit-limit-tokens"),
        REMAINING_TOKENS("x-ratelimit-remaining-tokens"),
        RESET_TOKENS("x-ratelimit-reset-tokens");

        private final String text;

        Name(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }
    }

    private RateHeaders() {}

    /// Tells them in order; none of a measure that nothing limits.
    public static void tell(List<Standing> standings, BiConsumer<Name, String> headers) {
        Standing requests = scarcest(standings, Measure.REQUESTS_PER_MINUTE);
        if (requests != null) {
            headers.accept(Name.LIMIT_REQUESTS, Long.toString(requests.limit().capacity()));
            headers.accept(Name.REMAINING_REQUESTS, Long.toString(requests.remaining()));
            headers.accept(Name.RESET_REQUESTS, Durations.format(requests.reset()));
        }
        Standing tokens = scarcest(standings, Measure.TOKENS_PER_MINUTE);
        if (tokens != null) {
            headers.accept(Name.LIMIT_TOKENS, Long.toString(tokens.limit().capacity()));
            headers.accept(Name.REMAINING_TOKENS, Long.toString(tokens.remaining()));
            headers.accept(Name.RESET_TOKENS, Durations.format(tokens.reset()));
        }
    }

    private static @Nullable Standing scarcest(List<Standing> standings, Measure measure) {
        Standing scarcest = null;
        for (Standing standing : standings) {
            if (standing.limit().measure() == measure
                    && (scarcest == null || shareLeft(standing) < shareLeft(scarcest))) {
                scarcest = standing;
            }
        }
        return scarcest;
    }

    private static double shareLeft(Standing standing) {
        return (double) standing.remaining() / standing.limit().capacity();
    }
}
