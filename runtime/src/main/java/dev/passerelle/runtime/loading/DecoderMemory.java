package dev.passerelle.runtime.loading;

import dev.passerelle.runtime.EngineOptions;
import dev.passerelle.runtime.MemoryEstimate;
import dev.passerelle.runtime.importer.ImportPlan;
import dev.passerelle.runtime.importer.family.DecoderConfig;

/// Estimates what a text generation model takes.
///
/// Weights are the import's external data and a sixteenth for what ONNX Runtime repacks. The KV
/// cache has one slot more than the engine's, as scratch; the prefix cache comes to it. The rest is
/// a base, the tokenizer, and for the widest step its activations, attention scores and logits. The
/// constants are fitted to `MemoryBench` on SmolLM2-135M-Instruct, for some combinations of 1 to 16
/// slots, 256 to 2,048 tokens and the precisions. At 16 slots of 2,048 tokens, as stored, it
/// estimates 1,750 MiB where 1,527 were taken.
final class DecoderMemory {

    private static final long BASE = 32L << 20;

    /// Memory of a tokenizer for each byte of `tokenizer.json`.
    private static final long TOKENIZER_FACTOR = 12;

    private DecoderMemory() {}

    /// @param tokenizerBytes size of `tokenizer.json`
    static MemoryEstimate estimate(ImportPlan plan, long tokenizerBytes, EngineOptions options) {
        DecoderConfig config = plan.config();
        int length = Math.min(options.maxLength(), config.contextLength());
        long slots = options.slots() + 1L;
        long token = 2L * config.layers() * config.kvHeads() * config.headDim() * Float.BYTES;
        return new MemoryEstimate(
                plan.weightBytes() + plan.weightBytes() / 16,
                token * length * slots + options.prefixCaching().bytes(),
                BASE + TOKENIZER_FACTOR * tokenizerBytes + step(config, options, length));
    }

    private static long step(DecoderConfig config, EngineOptions options, int length) {
        long slots = options.slots() + 1L;
        long rows = Math.max(slots, Math.min(options.prefillChunk(), length));
        long activations = 6L * config.hidden() + 5L * config.intermediate();
        long scores = 2L * config.heads() * length;
        long logits = 2 * slots * config.vocabulary();
        return Float.BYTES * (rows * (activations + scores) + logits);
    }
}
