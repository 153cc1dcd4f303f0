package dev.passerelle.runtime.loading;

import dev.passerelle.runtime.EngineOptions;
import dev.passerelle.runtime.MemoryEstimate;
import dev.passerelle.runtime.importer.ImportPlan;
import dev.passerelle.runtime.importer.family.DecoderConfig;

/// Estimates what a text generation model takes.
final class DecoderMemory {

    private DecoderMemory() {}

    static MemoryEstimate estimate(ImportPlan plan, EngineOptions options) {
        DecoderConfig config = plan.config();
        int length = Math.min(options.maxLength(), config.contextLength());
        long tokenBytes = 2L * config.layers() * config.kvHeads() * config.headDim() * Float.BYTES;
        return new MemoryEstimate(
                plan.weightBytes(),
                tokenBytes * length * (options.slots() + 1),
                arena(config, options, length));
    }

    private static long arena(DecoderConfig config, EngineOptions options, int length) {
        long rows = Math.max(options.slots() + 1, options.prefillChunk());
        long values = 6L * config.hidden() + 5L * config.intermediate();
        long scores = 2L * config.heads() * length;
        long logits = 2L * (options.slots() + 1) * config.vocabulary();
        return Float.BYTES * (rows * (values + scores) + logits) + (64L << 20);
    }
}
