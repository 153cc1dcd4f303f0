package dev.passerelle.runtime.loading;

import dev.passerelle.runtime.Device;
import dev.passerelle.runtime.EngineOptions;
import dev.passerelle.runtime.LoadedModel;
import dev.passerelle.runtime.MemoryEstimate;
import dev.passerelle.runtime.ModelFacts;
import dev.passerelle.runtime.Precision;
import dev.passerelle.runtime.TextGenerator;
import dev.passerelle.runtime.devices.DeviceReport;
import dev.passerelle.runtime.devices.DeviceUnavailableException;
import dev.passerelle.runtime.devices.Devices;
import dev.passerelle.runtime.engine.GenerationEngine;
import dev.passerelle.runtime.importer.CheckpointException;
import dev.passerelle.runtime.importer.CheckpointImporter;
import dev.passerelle.runtime.importer.DecoderCheckpoint;
import dev.passerelle.runtime.importer.ImportSettings;
import dev.passerelle.runtime.importer.ImportSettings.Activations;
import dev.passerelle.runtime.importer.ImportedModel;
import dev.passerelle.runtime.importer.export.ExportCheckpoint;
import dev.passerelle.runtime.importer.export.ExportedModel;
import dev.passerelle.runtime.importer.family.Families;
import dev.passerelle.runtime.importer.family.Family;
import dev.passerelle.runtime.importer.weights.ElementType;
import dev.passerelle.runtime.tasks.EmbedderOptions;
import dev.passerelle.runtime.tasks.EncoderCheckpoint;
import dev.passerelle.runtime.tasks.OnnxEmbedder;
import dev.passerelle.runtime.text.TextTokenizer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Loads models into this process.
///
/// A *checkpoint* is a directory with safetensors and their JSON files or with one GGUF file, a
/// `.gguf` file (its own tokenizer is taken where no `tokenizer.json` lies beside it), a directory
/// in the layout of sentence-transformers (`modules.json`), or an `.onnx` file in or below a
/// directory with `config.json`, `tokenizer.json` and `1_Pooling`. Files may be links. The latter
/// two embed, the others generate text. So do ONNX exports of decoders: an `.onnx` file with a
/// past, or a directory as [ExportCheckpoint] knows it.
public final class LocalRuntime {

    private final CheckpointImporter importer;

    /// @param importDirectory where imported graphs are kept between starts
    public LocalRuntime(Path importDirectory) {
        importer = new CheckpointImporter(importDirectory);
    }

    /// The `model_type`s whose safetensors are computed by this runtime's own graphs, and so need
    /// no code beside them.
    public static Set<String> architectures() {
        return Families.ALL.stream().map(Family::modelType).collect(Collectors.toUnmodifiableSet());
    }

    /// The types of stored weights that are read, e.g. `BF16` or `Q4_1`.
    public static List<String> weightFormats() {
        return Arrays.stream(ElementType.values()).map(ElementType::name).toList();
    }

    /// What a checkpoint is, from its headers.
    ///
    /// @throws RuntimeException as [#load] would, if the checkpoint is incomplete, damaged or of an
    ///   unknown kind
    public ModelFacts facts(Path checkpoint) {
        return facts(checkpoint, null);
    }

    /// The same of a checkpoint with a LoRA adapter.
    ///
    /// @param adapter a directory as PEFT saves it; null for the checkpoint alone
    public ModelFacts facts(Path checkpoint, @Nullable Path adapter) {
        return switch (Kind.of(checkpoint, adapter)) {
            case ENCODER -> EncoderCheckpoint.facts(checkpoint);
            case EXPORT -> {
                ExportCheckpoint export = ExportCheckpoint.open(checkpoint);
                yield export.facts(CheckpointTokenizer.of(export.directory()).hasChatTemplate());
            }
            case IMPORT ->
                    DecoderCheckpoint.facts(
                            checkpoint,
                            adapter,
                            CheckpointTokenizer.of(checkpoint).hasChatTemplate());
        };
    }

    /// The most of the machine's memory that a checkpoint would take when loaded with those options
    /// and busy, from its headers. Of a model on a GPU, weights and keys and values lie elsewhere.
    ///
    /// @throws DeviceUnavailableException if it is to run on a GPU that can't be used
    /// @throws RuntimeException as [#load] would, if the checkpoint is incomplete, damaged or of an
    ///   unknown kind
    public MemoryEstimate estimate(Path checkpoint, EngineOptions options) {
        return estimate(checkpoint, null, options);
    }

    /// The same of a checkpoint with a LoRA adapter.
    ///
    /// @param adapter a directory as PEFT saves it; null for the checkpoint alone
    public MemoryEstimate estimate(Path checkpoint, @Nullable Path adapter, EngineOptions options) {
        return switch (Kind.of(checkpoint, adapter)) {
            case ENCODER -> EncoderCheckpoint.estimate(checkpoint, embedderOptions(options));
            case EXPORT -> {
                ExportCheckpoint export = ExportCheckpoint.open(checkpoint);
                yield DecoderMemory.estimate(
                        export, CheckpointTokenizer.of(export.directory()).bytes(), options);
            }
            case IMPORT -> {
                EngineOptions placed = placed(options);
                MemoryEstimate whole = imported(checkpoint, adapter, placed);
                yield placed.device() instanceof Device.Cuda
                        ? new MemoryEstimate(0, 0, whole.arena())
                        : whole;
            }
        };
    }

    private static MemoryEstimate imported(
            Path checkpoint, @Nullable Path adapter, EngineOptions options) {
        return DecoderMemory.estimate(
                DecoderCheckpoint.plan(checkpoint, adapter, importSettings(options)),
                CheckpointTokenizer.of(checkpoint).bytes(),
                options);
    }

    /// Loads a checkpoint and has it answer once. Nothing of the checkpoint is open or opened again
    /// after that.
    ///
    /// @param phases told on this thread what begins
    /// @throws DeviceUnavailableException if it is to run on a GPU that can't be used or has no
    ///   room
    /// @throws RuntimeException with a message for operators if the checkpoint is incomplete,
    ///   damaged or of an unknown kind, or the model doesn't answer
    public LoadedModel load(Path checkpoint, EngineOptions options, Consumer<LoadPhase> phases) {
        return load(checkpoint, null, options, phases);
    }

    /// The same with a LoRA adapter merged into it.
    ///
    /// @param adapter a directory as PEFT saves it; null for the checkpoint alone
    public LoadedModel load(
            Path checkpoint,
            @Nullable Path adapter,
            EngineOptions options,
            Consumer<LoadPhase> phases) {
        LoadedModel model =
                switch (Kind.of(checkpoint, adapter)) {
                    case ENCODER -> embedder(checkpoint, options, phases);
                    case EXPORT -> exported(checkpoint, options, phases);
                    case IMPORT -> generator(checkpoint, adapter, options, phases);
                };
        try {
            phases.accept(LoadPhase.WARMING_UP);
            WarmUp.run(model);
            return model;
        } catch (RuntimeException | Error e) {
            model.close();
            throw e;
        }
    }

    /// What this build and machine can compute on.
    public static DeviceReport devices() {
        return Devices.ofProcess().report();
    }

    /// How a checkpoint becomes a model.
    private enum Kind {
        ENCODER,
        EXPORT,
        IMPORT;

        static Kind of(Path checkpoint, @Nullable Path adapter) {
            Kind kind = of(checkpoint);
            if (adapter != null && kind != IMPORT) {
                throw new CheckpointException(
                        checkpoint,
                        "takes no adapters: they are merged into safetensors and GGUF checkpoints that generate text");
            }
            return kind;
        }

        private static Kind of(Path checkpoint) {
            if (!Files.exists(checkpoint.resolve("modules.json"))
                    && ExportCheckpoint.isAt(checkpoint)) {
                return EXPORT;
            }
            return EncoderCheckpoint.isAt(checkpoint) ? ENCODER : IMPORT;
        }
    }

    private static LoadedModel embedder(
            Path checkpoint, EngineOptions options, Consumer<LoadPhase> phases) {
        requireProcessor("embedding models", options);
        phases.accept(LoadPhase.LOADING);
        return OnnxEmbedder.open(checkpoint, embedderOptions(options));
    }

    private TextGenerator generator(
            Path checkpoint,
            @Nullable Path adapter,
            EngineOptions wanted,
            Consumer<LoadPhase> phases) {
        EngineOptions options = place(checkpoint, adapter, wanted);
        TextTokenizer tokenizer = CheckpointTokenizer.of(checkpoint).open();
        try {
            ImportedModel model =
                    importer.importCheckpoint(
                            checkpoint,
                            adapter,
                            importSettings(options),
                            () -> phases.accept(LoadPhase.IMPORTING));
            phases.accept(LoadPhase.LOADING);
            return GenerationEngine.open(model, tokenizer, options);
        } catch (RuntimeException | Error e) {
            tokenizer.close();
            throw e;
        }
    }

    private static void requireProcessor(String kind, EngineOptions options) {
        if (options.device() instanceof Device.Cuda cuda) {
            throw new DeviceUnavailableException(
                    "device is %s, and %s run on the processor: set device to cpu or auto"
                            .formatted(cuda.id(), kind));
        }
    }

    /// As wanted, with the processor for a precision that GPUs don't compute.
    private static EngineOptions onProcessor(EngineOptions wanted) {
        if (wanted.device() instanceof Device.Cuda cuda) {
            throw new DeviceUnavailableException(
                    "device is %s, and precision w8a8 is for processors: set precision to as-stored, or device to cpu or auto"
                            .formatted(cuda.id()));
        }
        return wanted.on(new Device.Cpu());
    }

    private static EngineOptions place(
            Path checkpoint, @Nullable Path adapter, EngineOptions wanted) {
        EngineOptions options = placed(wanted);
        if (options.device() instanceof Device.Cuda cuda) {
            Devices.ofProcess().requireRoom(cuda, imported(checkpoint, adapter, options));
        }
        return options;
    }

    private static EngineOptions placed(EngineOptions wanted) {
        if (wanted.device() instanceof Device.Cpu) {
            return wanted;
        }
        return wanted.precision() == Precision.W8A8
                ? onProcessor(wanted)
                : wanted.on(Devices.ofProcess().choose(wanted.device()));
    }

    private static TextGenerator exported(
            Path checkpoint, EngineOptions options, Consumer<LoadPhase> phases) {
        requireProcessor("ONNX exports", options);
        ExportCheckpoint export = ExportCheckpoint.open(checkpoint);
        ExportedModel model = export.model(options);
        TextTokenizer tokenizer = CheckpointTokenizer.of(export.directory()).open();
        try {
            phases.accept(LoadPhase.LOADING);
            return GenerationEngine.open(model, tokenizer, options);
        } catch (RuntimeException | Error e) {
            tokenizer.close();
            throw e;
        }
    }

    private static ImportSettings importSettings(EngineOptions options) {
        return new ImportSettings(options.precision(), Activations.INT8, options.kvPrecision());
    }

    private static EmbedderOptions embedderOptions(EngineOptions options) {
        return new EmbedderOptions(
                options.threads(), EmbedderOptions.DEFAULT.maxBatchTokens(), options.queueLength());
    }
}
