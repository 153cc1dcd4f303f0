package dev.passerelle.runtime;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/// Where tests find the models that come with the source.
public final class BundledModel {

    public static final Path SMOLLM2 = directory("SmolLM2-135M-Instruct", "tokenizer.json");
    public static final Path BGE_SMALL = directory("bge-small-en-v1.5", "model.onnx");

    private BundledModel() {}

    /// The first that has the file: what is unpacked at build time lies in another place than its
    /// description.
    private static Path directory(String name, String file) {
        return Arrays.stream(System.getProperty("passerelle.bundled").split(":"))
                .map(root -> Path.of(root, name))
                .filter(directory -> Files.isRegularFile(directory.resolve(file)))
                .findFirst()
                .orElseThrow(() ->
                        new AssertionError(name + " is not there; run mvn process-resources once"));
    }
}
