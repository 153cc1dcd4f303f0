package dev.passerelle.gateway.upstream;

/// Tokens per byte of text, learnt from what a deployment reports. Racing reports may lose one
/// another, which an estimate bears.
final class TokenRatio {
    private static final double FIRST = 0.3;
    private static final double LEAST = 0.1;
    private static final double MOST = 1;
    private static final double WEIGHT = 0.1;
    private static final long LEAST_BYTES = 64;
    private static final int EXTRA = 3;

    private volatile double ratio = FIRST;

    long tokens(long textBytes) {
        return (long) Math.ceil(textBytes * ratio) + EXTRA;
    }

    void report(long textBytes, long tokens) {
        if (textBytes >= LEAST_BYTES && tokens > 0) {
            double seen = (double) Math.max(1, tokens - EXTRA) / textBytes;
            ratio = Math.clamp(ratio + WEIGHT * (seen - ratio), LEAST, MOST);
        }
    }
}
