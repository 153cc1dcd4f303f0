package dev.passerelle.gateway.usage;

import java.math.BigDecimal;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/// One line of a report. What wasn't asked to be told apart is absent.
///
/// @param refused of the requests, those no model worked for
/// @param cost in the currency
/// @param currency empty if nothing cost anything; usage in several currencies is several rows
public record UsageRow(
        @Nullable String key,
        @Nullable String project,
        @Nullable String model,
        @Nullable LocalDate day,
        long requests,
        long refused,
        long promptTokens,
        long completionTokens,
        long cachedTokens,
        BigDecimal cost,
        String currency) {}
