package dev.passerelle.registry;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// What a file's bytes must hash to.
///
/// @param hex lower-case hexadecimal
public record Digest(Algorithm algorithm, String hex) {

    private static final Pattern HEX = Pattern.compile("[0-9a-f]+");

    /// How a hub names content.
    public enum Algorithm {
        /// SHA-256 of the bytes: files in large file storage.
        SHA_256("sha256", "SHA-256", 64),
        /// SHA-1 of `blob SIZE\0` and the bytes, git's name for a file: all others.
        GIT_BLOB_SHA_1("git-sha1", "SHA-1", 40);

        private final String id;
        private final String javaName;
        private final int hexLength;

        Algorithm(String id, String javaName, int hexLength) {
            this.id = id;
            this.javaName = javaName;
            this.hexLength = hexLength;
        }

        /// The name in lockfiles and messages.
        public String id() {
            return id;
        }

        /// A fresh computation for a file of a size; the digest is that of what it is given from
        /// here on.
        public MessageDigest begin(long size) {
            try {
                MessageDigest computation = MessageDigest.getInstance(javaName);
                if (this == GIT_BLOB_SHA_1) {
                    computation.update(("blob " + size + "\0").getBytes(StandardCharsets.US_ASCII));
                }
                return computation;
            } catch (NoSuchAlgorithmException e) {
                throw new AssertionError("every Java platform has " + javaName, e);
            }
        }

        /// The digest of a finished computation.
        public Digest end(MessageDigest computation) {
            return new Digest(this, HexFormat.of().formatHex(computation.digest()));
        }

        /// The digest of some bytes.
        public Digest of(byte[] content) {
            MessageDigest computation = begin(content.length);
            computation.update(content);
            return end(computation);
        }

        /// The digest of a file's bytes, which are read once and not held.
        public Digest of(Path file) throws IOException {
            byte[] buffer = new byte[1 << 16];
            try (InputStream in = Files.newInputStream(file)) {
                MessageDigest computation = begin(Files.size(file));
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    computation.update(buffer, 0, read);
                }
                return end(computation);
            }
        }
    }

    public Digest {
        if (hex.length() != algorithm.hexLength || !HEX.matcher(hex).matches()) {
            throw new IllegalArgumentException(
                    "'%s' is not %d hexadecimal digits, as %s has"
                            .formatted(hex, algorithm.hexLength, algorithm.id));
        }
    }

    /// The digest an entity tag of the hub is, which is also the name of a blob in its cache: 64
    /// digits are a SHA-256, 40 a git blob's SHA-1; empty for any other tag.
    public static Optional<Digest> ofEtag(String etag) {
        String hex = etag.toLowerCase(Locale.ROOT);
        for (Algorithm algorithm : Algorithm.values()) {
            if (hex.length() == algorithm.hexLength && HEX.matcher(hex).matches()) {
                return Optional.of(new Digest(algorithm, hex));
            }
        }
        return Optional.empty();
    }

    /// As lockfiles write it: `sha256:…` or `git-sha1:…`.
    @Override
    public String toString() {
        return algorithm.id + ":" + hex;
    }
}
