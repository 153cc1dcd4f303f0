package dev.passerelle.registry.sync;

import java.util.List;

/// One set of weights of a repository, as file names tell it.
///
/// @param main the file that tells of all others: the weights themselves if they are one file, the
///   index or the graph if they are several, the first part of a split file
/// @param parts the files of a split GGUF, `main` among them; else `main` alone
record Checkpoint(Format format, String main, List<String> parts) {

    /// A format that is data and nothing else.
    enum Format {
        SAFETENSORS,
        GGUF,
        ONNX
    }

    static Checkpoint of(Format format, String main) {
        return new Checkpoint(format, main, List.of(main));
    }

    /// The directory of the main file, with a `/` at its end, or nothing for the repository's root.
    String directory() {
        return main.substring(0, main.lastIndexOf('/') + 1);
    }

    /// The main file's name in its directory.
    String fileName() {
        return main.substring(main.lastIndexOf('/') + 1);
    }
}
