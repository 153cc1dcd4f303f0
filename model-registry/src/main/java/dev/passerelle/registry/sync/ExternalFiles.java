package dev.passerelle.registry.sync;

import dev.passerelle.registry.format.ExternalData;
import dev.passerelle.registry.format.Onnx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// What ONNX files name beside themselves, read once as long as a file doesn't change.
public final class ExternalFiles {

    private static final int MOST = 1000;

    private record Version(Path file, long size, FileTime changed) {}

    private final Map<Version, List<ExternalData>> known = new ConcurrentHashMap<>();

    /// The files a model needs besides itself.
    ///
    /// @param name of the file in messages
    public List<ExternalData> of(Path file, String name) throws IOException {
        Path real = file.toRealPath();
        Version version = new Version(real, Files.size(real), Files.getLastModifiedTime(real));
        List<ExternalData> found = known.get(version);
        if (found == null) {
            found = Onnx.externalData(real, name);
            if (known.size() >= MOST) {
                known.clear();
            }
            known.put(version, found);
        }
        return found;
    }
}
