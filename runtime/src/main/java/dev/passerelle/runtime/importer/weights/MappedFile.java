package dev.passerelle.runtime.importer.weights;

import dev.passerelle.runtime.importer.CheckpointException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// A whole file, mapped read-only; larger than 2 GiB is fine.
public record MappedFile(Path path, MemorySegment data) {

    /// Maps `path` for as long as `arena` lives.
    public static MappedFile map(Path path, Arena arena) {
        try (FileChannel channel = FileChannel.open(path)) {
            long size = channel.size();
            return new MappedFile(path, channel.map(FileChannel.MapMode.READ_ONLY, 0, size, arena));
        } catch (NoSuchFileException e) {
            throw new CheckpointException(path, "does not exist", e);
        } catch (IOException e) {
            throw new CheckpointException(path, "can't be read: " + e.getMessage(), e);
        }
    }
}
