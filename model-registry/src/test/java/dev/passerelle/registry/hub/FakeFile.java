package dev.passerelle.registry.hub;

import dev.passerelle.registry.Digest;
import dev.passerelle.registry.Digest.Algorithm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.Locale;

/// A file of a fake repository.
///
/// @param size as listed; [#claiming] makes it another than the content's
/// @param content its bytes, in memory or on disk
/// @param large whether it lies in large file storage
/// @param digest of its bytes: SHA-256 of a large file, else git's
public record FakeFile(long size, Content content, boolean large, Digest digest) {

    /// Size from which a file without a telling name is large, as on the hub.
    private static final long LARGE = 10L << 20;

    private static final List<String> LARGE_NAMES =
            List.of(".safetensors", ".gguf", ".onnx", ".onnx_data", ".bin", ".pt", ".model");

    /// Where the bytes are.
    public sealed interface Content {
        long size();

        /// Bytes held in memory.
        @SuppressWarnings("ArrayRecordComponent") // never compared
        record InMemory(byte[] bytes) implements Content {
            @Override
            public long size() {
                return bytes.length;
            }
        }

        /// A file, which is streamed and never held.
        record OnDisk(Path path, long size) implements Content {}
    }

    /// A file that git itself holds.
    public static FakeFile small(byte[] bytes) {
        return of(new Content.InMemory(bytes.clone()), false);
    }

    /// A text that git itself holds.
    public static FakeFile small(String text) {
        return small(text.getBytes(StandardCharsets.UTF_8));
    }

    /// A file in large file storage.
    public static FakeFile large(byte[] bytes) {
        return of(new Content.InMemory(bytes.clone()), true);
    }

    /// A file on disk; large if it is, or has a name of model weights.
    public static FakeFile onDisk(Path path) {
        try {
            long size = Files.size(path);
            String name = path.toString().toLowerCase(Locale.ROOT);
            boolean large = size >= LARGE || LARGE_NAMES.stream().anyMatch(name::endsWith);
            return of(new Content.OnDisk(path, size), large);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The same, listed with another size.
    public FakeFile claiming(long size) {
        return new FakeFile(size, content, large, digest);
    }

    /// The same, listed with another digest.
    public FakeFile claiming(Digest digest) {
        return new FakeFile(size, content, large, digest);
    }

    /// Git's name for what it holds: the file, or the pointer to a large one.
    String gitId() {
        return large ? gitId(pointer()).hex() : digest.hex();
    }

    /// The pointer that git holds for a large file.
    byte[] pointer() {
        return "version https://git-lfs.github.com/spec/v1\noid sha256:%s\nsize %d\n"
                .formatted(digest.hex(), size)
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static FakeFile of(Content content, boolean large) {
        Algorithm algorithm = large ? Algorithm.SHA_256 : Algorithm.GIT_BLOB_SHA_1;
        Digest digest =
                switch (content) {
                    case Content.InMemory(byte[] bytes) -> digest(algorithm, bytes);
                    case Content.OnDisk(Path path, _) -> digest(algorithm, path);
                };
        return new FakeFile(content.size(), content, large, digest);
    }

    private static Digest digest(Algorithm algorithm, Path path) {
        try {
            return algorithm.of(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Digest gitId(byte[] bytes) {
        return digest(Algorithm.GIT_BLOB_SHA_1, bytes);
    }

    private static Digest digest(Algorithm algorithm, byte[] bytes) {
        MessageDigest computation = algorithm.begin(bytes.length);
        computation.update(bytes);
        return algorithm.end(computation);
    }
}
