package dev.passerelle.runtime.importer.weights;

/// How a tensor's elements are stored: single floats, or blocks of quantised values with their
/// scales (formats of ggml's `block_*` structures).
public enum ElementType {
    F32(1, 4),
    F16(1, 2),
    BF16(1, 2),
    /// A half-float scale `d` and 32 nibbles: `d * (q - 8)`.
    Q4_0(32, 18),
    /// Half-floats `d` and `m` and 32 nibbles: `d * q + m`.
    Q4_1(32, 20),
    /// A half-float scale `d` and 32 five-bit values: `d * (q - 16)`.
    Q5_0(32, 22),
    /// Half-floats `d` and `m` and 32 five-bit values: `d * q + m`.
    Q5_1(32, 24),
    /// A half-float scale `d` and 32 signed bytes: `d * q`.
    Q8_0(32, 34),
    /// 256 two-bit values in 16 blocks with four-bit scales and minima: `d * scale * q - dmin *
    /// min`.
    Q2_K(256, 84),
    /// 256 three-bit values in 16 blocks with signed six-bit scales: `d * scale * (q - 4)`.
    Q3_K(256, 110),
    /// 256 four-bit values in 8 blocks with six-bit scales and minima: `d * scale * q - dmin *
    /// min`.
    Q4_K(256, 144),
    /// The same with five-bit values.
    Q5_K(256, 176),
    /// 256 six-bit values, 16 signed byte scales and a half-float `d`: `d * scale * (q - 32)`.
    Q6_K(256, 210),
    /// A half-float scale `d` and 32 nibbles that number 16 uneven signed bytes: `d * value[q]`.
    IQ4_NL(32, 18),
    /// 256 such nibbles in 8 blocks with signed six-bit scales: `d * scale * value[q]`.
    IQ4_XS(256, 136);

    private final int blockElements;
    private final int blockBytes;

    ElementType(int blockElements, int blockBytes) {
        this.blockElements = blockElements;
        this.blockBytes = blockBytes;
    }

    public int blockElements() {
        return blockElements;
    }

    public int blockBytes() {
        return blockBytes;
    }

    /// Bytes that `elements`, a multiple of the block's, take.
    ///
    /// @throws ArithmeticException if that exceeds a long
    public long bytes(long elements) {
        return Math.multiplyExact(elements / blockElements, (long) blockBytes);
    }
}
