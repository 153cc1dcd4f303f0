package dev.passerelle.runtime.importer.cache;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// What an entry of the cache should hold, written last: sizes and CRC-32C of its files.
///
/// @param content the builder's description
/// @param checksum CRC-32C of `content`
record Manifest(String content, long checksum, List<Item> files) {

    private static final String NAME = "manifest.json";
    private static final long CHUNK = 1 << 28;
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    record Item(String name, long size, long checksum) {}

    /// Describes the directory's files, and makes them and the description durable.
    static void write(Path directory, String content) throws IOException {
        List<Item> items = new ArrayList<>();
        for (Path file : files(directory)) {
            items.add(item(file));
            force(file);
        }
        byte[] text = MAPPER.writeValueAsBytes(new Manifest(content, checksum(content), items));
        Path manifest = directory.resolve(NAME);
        Files.write(manifest, text);
        force(manifest);
    }

    private static void force(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    /// The directory's manifest, if its files are all as it says; another process may be removing
    /// them.
    static Optional<Manifest> readSound(Path directory) throws IOException {
        Path file = directory.resolve(NAME);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            String text = Files.readString(file, StandardCharsets.UTF_8);
            Manifest manifest = MAPPER.readValue(text, Manifest.class);
            return manifest.isSound(directory) ? Optional.of(manifest) : Optional.empty();
        } catch (JacksonException | MalformedInputException | NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private static long checksum(String content) {
        CRC32C checksum = new CRC32C();
        checksum.update(content.getBytes(StandardCharsets.UTF_8));
        return checksum.getValue();
    }

    private boolean isSound(Path directory) throws IOException {
        if (content == null || files == null || checksum != checksum(content)) {
            return false;
        }
        for (Item item : files) {
            Path file = directory.resolve(item.name);
            if (!Files.isRegularFile(file)
                    || Files.size(file) != item.size
                    || !item(file).equals(item)) {
                return false;
            }
        }
        return !files.isEmpty();
    }

    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList();
        }
    }

    private static Item item(Path file) throws IOException {
        CRC32C checksum = new CRC32C();
        try (FileChannel channel = FileChannel.open(file);
                Arena arena = Arena.ofConfined()) {
            long size = channel.size();
            MemorySegment data = channel.map(FileChannel.MapMode.READ_ONLY, 0, size, arena);
            for (long at = 0; at < size; at += CHUNK) {
                checksum.update(data.asSlice(at, Math.min(CHUNK, size - at)).asByteBuffer());
            }
            return new Item(String.valueOf(file.getFileName()), size, checksum.getValue());
        }
    }
}
