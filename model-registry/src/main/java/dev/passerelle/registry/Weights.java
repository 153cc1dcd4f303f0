package dev.passerelle.registry;

import java.nio.file.Path;
import java.util.List;

/// Files that hold a model's weights, in the formats that are data and nothing else.
final class Weights {

    private static final List<String> SUFFIXES = List.of(".gguf", ".safetensors", ".onnx");

    private Weights() {}

    static boolean isWeights(Path file) {
        return SUFFIXES.stream().anyMatch(file.toString()::endsWith);
    }
}
