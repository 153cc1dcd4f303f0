package dev.passerelle.registry.hub;

import dev.passerelle.registry.Digest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// A file on disk that is being downloaded, and the digest of what it holds.
final class PartialFile implements AutoCloseable {

    /// What a socket gives at once, at most.
    private static final int BUFFER = 1 << 17;

    private final FileChannel channel;
    private final BackgroundDigest digest;
    private long size;

    private PartialFile(FileChannel channel, BackgroundDigest digest) {
        this.channel = channel;
        this.digest = digest;
    }

    /// Opens or makes the file, and hashes what it holds; not if that is too much anyway.
    static PartialFile open(Path path, RemoteFile file) throws IOException, InterruptedException {
        FileChannel channel =
                FileChannel.open(
                        path,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
        int buffer = (int) Math.min(BUFFER, file.size() + 1);
        PartialFile partial =
                new PartialFile(
                        channel,
                        new BackgroundDigest(file.digest().algorithm(), file.size(), buffer));
        try {
            partial.hash(file.size());
            return partial;
        } catch (IOException | InterruptedException e) {
            partial.close();
            throw e;
        }
    }

    /// Bytes it holds.
    long size() {
        return size;
    }

    /// A buffer to fill for [#append].
    byte[] buffer() throws InterruptedException {
        return digest.buffer();
    }

    /// Writes the first bytes of a buffer, which is then no longer the caller's.
    void append(byte[] buffer, int length) throws IOException, InterruptedException {
        ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, length);
        while (bytes.hasRemaining()) {
            size += channel.write(bytes, size);
        }
        digest.update(buffer, length);
    }

    /// Throws all bytes away.
    void restart() throws IOException, InterruptedException {
        channel.truncate(0);
        size = 0;
        digest.restart();
    }

    /// The digest of all its bytes.
    Digest digest() throws InterruptedException {
        return digest.finish();
    }

    /// Forces it to disk.
    void force() throws IOException {
        channel.force(true);
    }

    @Override
    public void close() throws IOException {
        digest.close();
        channel.close();
    }

    private void hash(long longest) throws IOException, InterruptedException {
        if (channel.size() > longest) {
            size = channel.size();
            return;
        }
        byte[] buffer = digest.buffer();
        for (int read = channel.read(ByteBuffer.wrap(buffer), size);
                read > 0;
                read = channel.read(ByteBuffer.wrap(buffer), size)) {
            digest.update(buffer, read);
            size += read;
            buffer = digest.buffer();
        }
    }
}
