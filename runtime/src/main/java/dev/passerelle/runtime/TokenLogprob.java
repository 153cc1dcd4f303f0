package dev.passerelle.runtime;

import java.util.List;

/// A generated token with its natural log-probability under the model, before temperature and
/// filters.
///
/// @param bytes the token's UTF-8 bytes, possibly part of a character
/// @param top the most likely tokens at this position, most likely first; theirs have an empty
///   `top`
@SuppressWarnings("ArrayRecordComponent") // carried to the encoder, never compared
public record TokenLogprob(int token, byte[] bytes, float logprob, List<TokenLogprob> top) {}
