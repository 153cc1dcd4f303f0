package dev.passerelle.runtime;

/// How much less likely tokens become for having occurred.
///
/// @param frequency subtracted from a token's logit for each time it was generated, -2 to 2
/// @param presence subtracted once from the logit of a token that was generated, -2 to 2
/// @param repetition divides the positive and multiplies the negative logit of a token that occurs
///   in prompt or completion, above 0; 1 changes nothing (Keskar et al. 2019, as vLLM applies it)
public record Penalties(float frequency, float presence, float repetition) {

    public static final Penalties NONE = new Penalties(0, 0, 1);
}
