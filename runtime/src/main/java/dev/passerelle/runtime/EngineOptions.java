package dev.passerelle.runtime;

import java.time.Duration;

/// How a text generation model runs.
///
/// @param slots sequences decoded at once
/// @param maxLength tokens a sequence can hold, prompt and completion; at most what the model was
///   trained for
/// @param queueLength requests that may wait for a slot
/// @param queueDeadline how long a request may wait for its first slot
/// @param prefillChunk prompt tokens read between two decode steps
/// @param threads native threads of the session; 0 means one a processor
/// @param precision how weights are kept
/// @param device what the model runs on
/// @param prefixCaching how prompts with the same beginning share it
/// @param speculation how many tokens are guessed ahead
/// @param kvPrecision how keys and values are kept
public record EngineOptions(
        int slots,
        int maxLength,
        int queueLength,
        Duration queueDeadline,
        int prefillChunk,
        int threads,
        Precision precision,
        Device device,
        PrefixCaching prefixCaching,
        Speculation speculation,
        KvPrecision kvPrecision) {

    /// The rest as by default.
    public EngineOptions(
            int slots,
            int maxLength,
            int queueLength,
            Duration queueDeadline,
            int prefillChunk,
            int threads,
            Precision precision) {
        this(
                slots,
                maxLength,
                queueLength,
                queueDeadline,
                prefillChunk,
                threads,
                precision,
                new Device.Auto(),
                PrefixCaching.DEFAULT,
                Speculation.NONE,
                KvPrecision.FP32);
    }

    public EngineOptions {
        if (slots < 1 || maxLength < 2 || queueLength < 0 || prefillChunk < 1 || threads < 0) {
            throw new IllegalArgumentException(
                    "slots and prefillChunk must be at least 1, maxLength 2, queueLength and threads 0: slots %d, maxLength %d, queueLength %d, prefillChunk %d, threads %d"
                            .formatted(slots, maxLength, queueLength, prefillChunk, threads));
        }
        if (!queueDeadline.isPositive()) {
            throw new IllegalArgumentException(
                    "queueDeadline must be longer than nothing, is " + queueDeadline);
        }
    }

    /// The same on another device; on a GPU with keys and values of 16 bits, since attention takes
    /// no wider ones there.
    public EngineOptions on(Device other) {
        return new EngineOptions(
                slots,
                maxLength,
                queueLength,
                queueDeadline,
                prefillChunk,
                threads,
                precision,
                other,
                prefixCaching,
                speculation,
                other instanceof Device.Cuda && kvPrecision == KvPrecision.FP32
                        ? KvPrecision.FP16
                        : kvPrecision);
    }

    public static final EngineOptions DEFAULT =
            new EngineOptions(16, 2048, 256, Duration.ofSeconds(60), 128, 0, Precision.AS_STORED);
}
