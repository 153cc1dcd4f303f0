package dev.passerelle.runtime.text;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/// Where tests find the models that come with the source.
final class BundledModel {

    static final Path SMOLLM2 = directory("SmolLM2-135M-Instruct");

    private BundledModel() {}

    private static Path directory(String name) {
        return Arrays.stream(System.getProperty("passerelle.bundled").split(":"))
                .map(root -> Path.of(root, name))
                .filter(Files::isDirectory)
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " is not bundled"));
    }
}
