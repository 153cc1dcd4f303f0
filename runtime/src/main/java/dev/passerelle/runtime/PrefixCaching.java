package dev.passerelle.runtime;

/// How keys and values of prompts are kept for prompts that begin in the same way.
///
/// @param bytes most memory for what no slot holds; 0 keeps nothing
/// @param perProject whether a prompt may only be found by requests of the project that sent it, so
///   that nobody learns from a fast first token what others asked
public record PrefixCaching(long bytes, boolean perProject) {

    public static final PrefixCaching DEFAULT = new PrefixCaching(256L << 20, true);
}
