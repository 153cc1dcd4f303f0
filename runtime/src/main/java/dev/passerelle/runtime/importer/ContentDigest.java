package dev.passerelle.runtime.importer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// Names what an import depends on: the checkpoint's content, the settings, the format's version.
final class ContentDigest {

    private static final int BUFFER_BYTES = 1 << 20;

    private ContentDigest() {}

    /// SHA-256 over `label` and each file's name and SHA-256, in hexadecimal.
    static String of(CheckpointFiles files, String label) {
        MessageDigest whole = sha256();
        whole.update(label.getBytes(StandardCharsets.UTF_8));
        ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
        for (Path file : files.all()) {
            byte[] content = content(file, buffer);
            whole.update(("\n" + file.getFileName() + "\n").getBytes(StandardCharsets.UTF_8));
            whole.update(content);
        }
        return HexFormat.of().formatHex(whole.digest());
    }

    private static byte[] content(Path file, ByteBuffer buffer) {
        MessageDigest digest = sha256();
        try (FileChannel channel = FileChannel.open(file)) {
            while (channel.read(buffer.clear()) >= 0) {
                digest.update(buffer.flip());
            }
        } catch (IOException e) {
            throw new CheckpointException(file, "can't be read: " + e.getMessage(), e);
        }
        return digest.digest();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
