package dev.passerelle.registry;

import dev.passerelle.registry.store.SafeNames;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Where a model is to be taken from, as configuration writes it: `bundled:NAME`, `file:PATH` or
/// `hf:org/name@revision:variant`.
public sealed interface ModelSource {

    String FORMS = "bundled:NAME, file:PATH or hf:org/name@revision:variant";

    /// A model that comes with Passerelle, named by its directory.
    record Bundled(String name) implements ModelSource {
        @Override
        public String defaultId() {
            return name.toLowerCase(Locale.ROOT);
        }

        @Override
        public String toString() {
            return "bundled:" + name;
        }
    }

    /// A checkpoint directory or a single `.gguf` file of the operator's own.
    record Local(Path path) implements ModelSource {
        @Override
        public String defaultId() {
            Path last = path.getFileName();
            String name = (last == null ? path : last).toString().toLowerCase(Locale.ROOT);
            return name.endsWith(".gguf") ? name.substring(0, name.length() - 5) : name;
        }

        @Override
        public String toString() {
            return "file:" + path;
        }
    }

    /// A repository of the Hugging Face hub.
    ///
    /// @param repository `org/name`
    /// @param revision branch, tag or commit; null means the default branch
    /// @param variant which of several weights: a GGUF's quantisation (`Q4_K_M`), a file
    ///   (`onnx/model_quantized.onnx`), the end of its name (`quantized`), a sub-folder
    ///   (`cpu-int4`); null means the only one
    record Hub(String repository, @Nullable String revision, @Nullable String variant)
            implements ModelSource {

        private static final Pattern FORM =
                Pattern.compile("([\\w.-]+/[\\w.-]+)(?:@([^:@\\s]+))?(?::([^:@\\s]+))?");

        /// @throws ModelSourceException if a part could lead out of the cache's directory
        public Hub {
            SafeNames.repository(repository);
            if (revision != null) {
                SafeNames.revision(revision);
            }
            if (variant != null) {
                SafeNames.variant(variant);
            }
        }

        static Hub parse(String text) {
            var match = FORM.matcher(text);
            if (!match.matches()) {
                throw new ModelSourceException(
                        "hf:%s is not of the form hf:org/name@revision:variant".formatted(text));
            }
            return new Hub(match.group(1), match.group(2), match.group(3));
        }

        @Override
        public String defaultId() {
            return repository.substring(repository.indexOf('/') + 1).toLowerCase(Locale.ROOT);
        }

        @Override
        public String toString() {
            return "hf:"
                    + repository
                    + (revision == null ? "" : "@" + revision)
                    + (variant == null ? "" : ":" + variant);
        }
    }

    /// The id clients use when configuration gives none: the source's own name in lower case.
    String defaultId();

    /// Reads a source.
    ///
    /// @param base what a relative `file:` path starts from
    /// @throws ModelSourceException if the text has none of the three forms
    static ModelSource parse(String text, Path base) {
        int colon = text.indexOf(':');
        String scheme = colon < 0 ? "" : text.substring(0, colon);
        String rest = text.substring(colon + 1);
        if (rest.isBlank()) {
            throw new ModelSourceException("'%s' names no model: use %s".formatted(text, FORMS));
        }
        return switch (scheme) {
            case "bundled" -> new Bundled(rest);
            case "file" -> new Local(base.resolve(rest).normalize());
            case "hf" -> Hub.parse(rest);
            default ->
                    throw new ModelSourceException(
                            "'%s' is not a model source: use %s".formatted(text, FORMS));
        };
    }
}
