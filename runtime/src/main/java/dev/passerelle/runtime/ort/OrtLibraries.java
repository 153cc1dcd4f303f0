package dev.passerelle.runtime.ort;

import ai.onnxruntime.OrtEnvironment;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/// ONNX Runtime's native libraries, unpacked once for every start to come.
///
/// Left alone, ONNX Runtime unpacks them into the temporary directory at each start, where they
/// stay if the process is killed. Here they lie in a directory named after the jar, the platform
/// and the libraries' content, below the one that the system property `passerelle.natives` names; a
/// library whose size or CRC-32 is not the jar's is unpacked again. A killed process still leaves
/// an empty directory of ONNX Runtime's in the temporary one.
final class OrtLibraries {

    private static final Logger LOG = System.getLogger(OrtLibraries.class.getName());
    private static final String KEPT_IN = "passerelle.natives";
    private static final String LOADED_FROM = "onnxruntime.native.path";
    private static final String RESOURCES = "ai/onnxruntime/native/";

    private OrtLibraries() {}

    /// Tells ONNX Runtime where its libraries are, if it is to keep them; to be called before its
    /// first use.
    static void prepare() {
        String parent = System.getProperty(KEPT_IN);
        if (parent == null || System.getProperty(LOADED_FROM) != null) {
            return;
        }
        try {
            unpack(jar(), platform(), Path.of(parent))
                    .ifPresent(directory -> System.setProperty(LOADED_FROM, directory.toString()));
        } catch (IOException e) {
            LOG.log(Level.WARNING, "ONNX Runtime's libraries can't be kept in " + parent, e);
        }
    }

    /// Unpacks what is missing or damaged; empty if the jar has nothing for the platform.
    static Optional<Path> unpack(Path jar, String platform, Path parent) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            List<? extends ZipEntry> libraries = libraries(zip, RESOURCES + platform + "/");
            if (libraries.isEmpty()) {
                return Optional.empty();
            }
            Path directory = parent.toAbsolutePath().resolve(name(jar, platform, libraries));
            for (ZipEntry library : libraries) {
                if (!isSound(file(directory, library), library)) {
                    unpack(zip, library, directory);
                }
            }
            return Optional.of(directory);
        }
    }

    private static List<? extends ZipEntry> libraries(ZipFile zip, String folder) {
        return zip.stream()
                .filter(entry -> entry.getName().startsWith(folder))
                .filter(entry -> entry.getName().indexOf('/', folder.length()) < 0)
                .filter(entry -> entry.getName().length() > folder.length())
                .toList();
    }

    private static String name(Path jar, String platform, List<? extends ZipEntry> libraries) {
        CRC32 content = new CRC32();
        for (ZipEntry library : libraries) {
            String line = "%s %d %x%n".formatted(library, library.getSize(), library.getCrc());
            content.update(line.getBytes(StandardCharsets.UTF_8));
        }
        String version = String.valueOf(jar.getFileName()).replaceFirst("\\.jar$", "");
        return "%s-%s-%08x".formatted(version, platform, content.getValue());
    }

    private static Path file(Path directory, ZipEntry library) {
        return directory.resolve(
                library.getName().substring(library.getName().lastIndexOf('/') + 1));
    }

    private static boolean isSound(Path file, ZipEntry library) throws IOException {
        if (!Files.isRegularFile(file) || Files.size(file) != library.getSize()) {
            return false;
        }
        CRC32 content = new CRC32();
        try (FileChannel channel = FileChannel.open(file)) {
            content.update(channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size()));
        }
        return content.getValue() == library.getCrc();
    }

    /// Replaces a library by a rename: processes that have loaded the old one keep it. One process
    /// unpacks at a time, so that a killed one leaves a single part behind, which the next
    /// overwrites.
    private static void unpack(ZipFile zip, ZipEntry library, Path directory) throws IOException {
        Files.createDirectories(directory);
        Path file = file(directory, library);
        try (FileChannel channel = openLock(directory.resolve(".lock"));
                FileLock _ = channel.lock();
                InputStream in = zip.getInputStream(library)) {
            if (!isSound(file, library)) {
                Path part = file.resolveSibling(file.getFileName() + ".part");
                Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
                Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
            }
        }
    }

    private static FileChannel openLock(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    static Path jar() {
        return Path.of(
                URI.create(
                        OrtEnvironment.class
                                .getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .toString()));
    }

    /// As ONNX Runtime names it, e.g. `linux-x64`.
    static String platform() {
        String system = System.getProperty("os.name").startsWith("Mac") ? "osx" : "linux";
        String processor = System.getProperty("os.arch").equals("aarch64") ? "aarch64" : "x64";
        return system + "-" + processor;
    }
}
