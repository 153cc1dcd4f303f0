package dev.passerelle.gateway.admission;

import dev.passerelle.gateway.tenancy.Measure;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// OpenAI's `x-ratelimit-*` headers: of the limits on requests a minute the scarcest, and likewise
/// of those on tokens a minute.
public final class RateHeaders {
    private static final Comparator<Standing> BY_SHARE_LEFT =
            Comparator.comparingDouble(
                    standing -> (double) standing.remaining() / standing.limit().capacity());

    private RateHeaders() {}

    /// Header names and their values, in order; none of a measure that nothing limits.
    public static Map<String, String> of(List<Standing> standings) {
        Map<String, String> headers = new LinkedHashMap<>();
        add(headers, "requests", Measure.REQUESTS_PER_MINUTE, standings);
        add(headers, "tokens", Measure.TOKENS_PER_MINUTE, standings);
        return headers;
    }

    private static void add(
            Map<String, String> headers, String unit, Measure measure, List<Standing> standings) {
        standings.stream()
                .filter(standing -> standing.limit().measure() == measure)
                .min(BY_SHARE_LEFT)
                .ifPresent(scarcest -> {
                    long capacity = scarcest.limit().capacity();
                    headers.put("x-ratelimit-limit-" + unit, Long.toString(capacity));
                    headers.put(
                            "x-ratelimit-remaining-" + unit, Long.toString(scarcest.remaining()));
                    headers.put("x-ratelimit-reset-" + unit, Durations.format(scarcest.reset()));
                });
    }
}
