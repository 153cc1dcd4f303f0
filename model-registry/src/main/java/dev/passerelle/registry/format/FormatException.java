package dev.passerelle.registry.format;

import java.io.IOException;
import java.io.Serial;

/// A file is not of the format that its name says, or names others that must not be read. The
/// message names the file.
public final class FormatException extends IOException {
    @Serial private static final long serialVersionUID = 1;

    FormatException(String file, String reason) {
        super(file + " " + reason);
    }
}
