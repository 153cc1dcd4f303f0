package dev.passerelle.registry.sync;

import dev.passerelle.registry.ModelSourceException;
import dev.passerelle.registry.format.FormatException;
import dev.passerelle.registry.format.Gguf;
import dev.passerelle.registry.format.Safetensors;
import java.io.IOException;
import java.util.Locale;

/// Looks at the headers of downloaded weights before anybody else does.
final class FormatChecks {

    private FormatChecks() {}

    /// @throws ModelSourceException if a file is truncated or not what its name says
    static void check(Selection selection, RepositoryFiles files)
            throws IOException, InterruptedException {
        for (String path : selection.weights()) {
            try {
                String name = path.toLowerCase(Locale.ROOT);
                if (name.endsWith(".safetensors")) {
                    Safetensors.check(files.open(path), path);
                } else if (name.endsWith(".gguf")) {
                    Gguf.check(files.open(path), path);
                }
            } catch (FormatException e) {
                throw new ModelSourceException(e.getMessage() + ", so it is refused");
            }
        }
    }
}
