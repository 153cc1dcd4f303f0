package dev.passerelle.gateway.config;

import java.math.BigDecimal;

/// What a million tokens cost.
///
/// @param prompt a million tokens read
/// @param completion a million tokens generated
/// @param currency ISO 4217 code, e.g. `EUR`
public record Price(BigDecimal prompt, BigDecimal completion, String currency) {}
