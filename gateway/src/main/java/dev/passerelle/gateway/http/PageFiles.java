package dev.passerelle.gateway.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The files of the web page, read once from the class path: there is no way from an address to a
/// file system.
record PageFiles(Map<String, PageFile> byPath) {

    static final String INDEX = "index.html";
    private static final String FOLDER = "/dev/passerelle/gateway/page/";

    PageFiles {
        byPath = Map.copyOf(byPath);
    }

    /// @throws IllegalStateException if this program was built without its page
    static PageFiles ofClassPath() {
        URL index = PageFiles.class.getResource(FOLDER + INDEX);
        if (index == null) {
            throw new IllegalStateException("there is no " + FOLDER + INDEX + " on the class path");
        }
        try {
            URI uri = index.toURI();
            if (!uri.getScheme().equals("jar")) {
                return below(Path.of(uri).resolveSibling(""));
            }
            try (FileSystem jar = FileSystems.newFileSystem(uri, Map.of())) {
                return below(jar.getPath(FOLDER));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    @Nullable PageFile find(String path) {
        return byPath.get(path);
    }

    private static PageFiles below(Path folder) throws IOException {
        Map<String, PageFile> files = new HashMap<>();
        try (Stream<Path> tree = Files.walk(folder)) {
            for (Path file : tree.filter(Files::isRegularFile).toList()) {
                String path = folder.relativize(file).toString().replace('\\', '/');
                files.put(path, PageFile.of(path, Files.readAllBytes(file)));
            }
        }
        return new PageFiles(files);
    }
}
