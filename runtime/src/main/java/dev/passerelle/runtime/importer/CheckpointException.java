package dev.passerelle.runtime.importer;

import java.nio.file.Path;

/// A checkpoint that can't be imported: it is damaged, is not what it claims, or needs something
/// that is not supported. The message names the file, the tensor or key where there is one, and the
/// reason.
public final class CheckpointException extends RuntimeException {

    public CheckpointException(Path file, String reason) {
        super(file + ": " + reason);
    }

    public CheckpointException(Path file, String reason, Throwable cause) {
        super(file + ": " + reason, cause);
    }

    /// About one tensor.
    public static CheckpointException tensor(Path file, String tensor, String reason) {
        return new CheckpointException(file, "tensor '" + printable(tensor) + "': " + reason);
    }

    /// About a GGUF file that is one of several.
    ///
    /// @param part counted from 1
    public static CheckpointException split(Path file, long part, long parts) {
        return new CheckpointException(
                file,
                "is part %d of a GGUF split into %d files, which is not supported; merge them (llama-gguf-split --merge) or choose a quantisation in one file"
                        .formatted(part, parts));
    }

    /// Text from a file, shortened and without control characters, fit for a message.
    public static String printable(String text) {
        String head = text.length() > 120 ? text.substring(0, 120) + "…" : text;
        return head.replaceAll("\\p{Cntrl}", "?");
    }
}
