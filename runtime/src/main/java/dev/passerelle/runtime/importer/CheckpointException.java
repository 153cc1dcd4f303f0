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

    /// Text from a file, shortened and without control characters, fit for a message.
    public static String printable(String text) {
        String head = text.length() > 120 ? text.substring(0, 120) + "…" : text;
        return head.replaceAll("\\p{Cntrl}", "?");
    }
}
