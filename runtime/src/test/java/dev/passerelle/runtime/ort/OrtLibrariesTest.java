package dev.passerelle.runtime.ort;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OrtLibrariesTest {

    private static final String FOLDER = "ai/onnxruntime/native/linux-x64/";

    @TempDir private Path directory;

    @Test
    void unpacksThePlatformsLibrariesOnce() throws IOException {
        Path jar = jar("first");
        Path unpacked = unpack(jar);
        assertThat(unpacked.getFileName().toString()).startsWith("ort-1.2-linux-x64-");
        assertThat(unpacked.resolve("libone.so")).hasContent("first");
        assertThat(names(unpacked)).containsExactly(".lock", "libone.so", "libtwo.so");
        FileTime before = FileTime.fromMillis(0);
        Files.setLastModifiedTime(unpacked.resolve("libone.so"), before);
        assertThat(unpack(jar)).isEqualTo(unpacked);
        assertThat(Files.getLastModifiedTime(unpacked.resolve("libone.so"))).isEqualTo(before);
    }

    @Test
    void replacesWhatIsDamagedOrHalfThere() throws IOException {
        Path jar = jar("first");
        Path unpacked = unpack(jar);
        Files.writeString(unpacked.resolve("libone.so"), "fIrst");
        Files.delete(unpacked.resolve("libtwo.so"));
        Files.writeString(unpacked.resolve("libtwo.so.part"), "of a killed process");
        unpack(jar);
        assertThat(unpacked.resolve("libone.so")).hasContent("first");
        assertThat(unpacked.resolve("libtwo.so")).hasContent("two");
        assertThat(names(unpacked)).containsExactly(".lock", "libone.so", "libtwo.so");
    }

    @Test
    void otherLibrariesLieApart() throws IOException {
        Path first = unpack(jar("first"));
        Path other = unpack(jar("other"));
        assertThat(other).isNotEqualTo(first);
        assertThat(first.resolve("libone.so")).hasContent("first");
    }

    @Test
    void leavesOtherPlatformsToOnnxRuntime() throws IOException {
        assertThat(OrtLibraries.unpack(jar("first"), "linux-riscv", directory)).isEmpty();
    }

    @Test
    void whatOnnxRuntimeLoadedIsKept() {
        SharedOrtEnvironment.get();
        Path libraries = Path.of(System.getProperty("onnxruntime.native.path"));
        assertThat(libraries.getParent())
                .isEqualTo(Path.of(System.getProperty("passerelle.natives")));
        assertThat(libraries.resolve(System.mapLibraryName("onnxruntime"))).isNotEmptyFile();
    }

    private Path unpack(Path jar) throws IOException {
        return OrtLibraries.unpack(jar, "linux-x64", directory.resolve("natives")).orElseThrow();
    }

    private Path jar(String content) throws IOException {
        Path jar = directory.resolve("ort-1.2.jar");
        try (OutputStream out = Files.newOutputStream(jar);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            put(zip, FOLDER, "");
            put(zip, FOLDER + "libone.so", content);
            put(zip, FOLDER + "libtwo.so", "two");
            put(zip, FOLDER + "symbols/libone.so", "symbols");
            put(zip, FOLDER.replace("x64", "aarch64") + "libone.so", "another processor's");
        }
        return jar;
    }

    private static void put(ZipOutputStream zip, String name, String content) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(content.getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
    }

    private static List<String> names(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
