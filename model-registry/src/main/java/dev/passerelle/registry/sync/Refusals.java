package dev.passerelle.registry.sync;

import dev.passerelle.registry.ModelSource;
import dev.passerelle.registry.ModelSourceException;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;

/// Why a repository is not taken, in words for operators.
final class Refusals {

    private static final Pattern PICKLE =
            Pattern.compile(
                    ".*\\.(bin|pt|pth|ckpt|pkl|pickle|h5|msgpack|joblib|npz|keras|tflite|mar)",
                    Pattern.CASE_INSENSITIVE);

    private Refusals() {}

    /// A refusal with the source it is about in front.
    static ModelSourceException of(ModelSource.Hub source, ModelSourceException refusal) {
        String reason = String.valueOf(refusal.getMessage());
        return reason.startsWith(source.toString())
                ? refusal
                : new ModelSourceException(source + ": " + reason);
    }

    /// There are no weights that may be taken.
    static ModelSourceException nothing(Collection<String> paths, ModelSource.Hub source) {
        Checkpoints checkpoints = new Checkpoints(paths);
        if (source.variant() != null && !checkpoints.all().isEmpty()) {
            String variants = checkpoints.variants();
            return new ModelSourceException(
                    "no weights of the repository are named by the variant %s; %s"
                            .formatted(
                                    source.variant(),
                                    variants.isEmpty() ? "leave it out" : "there are " + variants));
        }
        if (paths.stream().anyMatch(path -> path.endsWith(".safetensors"))) {
            return new ModelSourceException(
                    "its safetensors files are not those of a whole model (%s)"
                            .formatted(Checkpoints.SAFETENSORS));
        }
        if (paths.stream().anyMatch(path -> PICKLE.matcher(path).matches())) {
            return new ModelSourceException(
                    "its weights are only there as pickles or the like, which can run code when they are read; choose a repository with safetensors, GGUF or ONNX");
        }
        return new ModelSourceException(
                "the repository has no weights in safetensors, GGUF or ONNX");
    }

    static ModelSourceException lacks(List<String> missing) {
        return new ModelSourceException(
                "the repository lacks files that its model needs: " + String.join(", ", missing));
    }
}
