package dev.passerelle.registry.format;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The first bytes of a GGUF file.
public final class Gguf {

    private static final int MAGIC = 0x46554747;
    private static final int OLDEST = 2;
    private static final int NEWEST = 3;

    private Gguf() {}

    /// @param name of the file in messages
    /// @throws FormatException if it is something else, or of a version that isn't read
    public static void check(Path file, String name) throws IOException {
        try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
            int magic = Integer.reverseBytes(in.readInt());
            int version = Integer.reverseBytes(in.readInt());
            if (magic != MAGIC) {
                throw new FormatException(name, "is not a GGUF file");
            }
            if (version < OLDEST || version > NEWEST) {
                throw new FormatException(
                        name, "is GGUF of version %d; 2 and 3 are read".formatted(version));
            }
        } catch (EOFException e) {
            throw new FormatException(name, "is too short for a GGUF file");
        }
    }
}
