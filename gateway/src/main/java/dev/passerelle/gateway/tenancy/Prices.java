package dev.passerelle.gateway.tenancy;

/// What single tokens cost, in 10⁻¹² of the currency.
///
/// @param prompt a token read
/// @param completion a token generated
/// @param currency ISO 4217 code; empty where nothing costs anything
public record Prices(long prompt, long completion, String currency) {
    public static final Prices FREE = new Prices(0, 0, "");

    /// What a unit of the currency is here.
    public static final long UNIT = 1_000_000_000_000L;

    public long cost(long promptTokens, long completionTokens) {
        return Math.addExact(
                Math.multiplyExact(prompt, promptTokens),
                Math.multiplyExact(completion, completionTokens));
    }
}
