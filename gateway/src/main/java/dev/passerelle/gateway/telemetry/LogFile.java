package dev.passerelle.gateway.telemetry;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// Where a log's lines go. For one thread.
interface LogFile extends AutoCloseable {

    /// @param lines the first `length` bytes are lines, whole ones
    void write(byte[] lines, int length) throws IOException;

    /// Begins a new file, if the old one has been moved away.
    void reopen() throws IOException;

    @Override
    void close() throws IOException;

    /// What this process prints.
    static LogFile stdout() {
        return new Printed(new FileOutputStream(FileDescriptor.out));
    }

    /// A file that is added to. If it is made, nobody but the owner of this process can read it.
    ///
    /// @throws IOException if it can't be opened
    static LogFile at(Path path) throws IOException {
        return new Kept(path);
    }

    /// Can't be moved away.
    record Printed(OutputStream out) implements LogFile {
        @Override
        public void write(byte[] lines, int length) throws IOException {
            out.write(lines, 0, length);
            out.flush();
        }

        @Override
        public void reopen() {}

        @Override
        public void close() {}
    }

    /// A file of its own.
    final class Kept implements LogFile {
        private static final FileAttribute<Set<PosixFilePermission>> OWNER =
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        private static final Set<StandardOpenOption> APPEND =
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND);

        private final Path path;
        private OutputStream out;

        private Kept(Path path) throws IOException {
            this.path = path;
            this.out = open(path);
        }

        private static OutputStream open(Path path) throws IOException {
            WritableByteChannel file = Files.newByteChannel(path, APPEND, OWNER);
            return Channels.newOutputStream(file);
        }

        @Override
        public void write(byte[] lines, int length) throws IOException {
            out.write(lines, 0, length);
        }

        @Override
        public void reopen() throws IOException {
            OutputStream old = out;
            out = open(path);
            old.close();
        }

        @Override
        public void close() throws IOException {
            out.close();
        }
    }
}
