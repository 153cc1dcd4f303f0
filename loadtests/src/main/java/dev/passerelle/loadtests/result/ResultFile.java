package dev.passerelle.loadtests.result;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A result in a file: JSON as `docs/loadtests/result.schema.json` describes it, compressed where
/// the file's name ends in `.gz`.
public final class ResultFile {
    private static final JsonMapper JSON = ResultJson.mapper();

    private ResultFile() {}

    /// @throws ResultException if there is no such file, it holds no result, or one that a newer
    ///   program wrote
    public static Result read(Path file) {
        try (InputStream in = Files.newInputStream(file);
                InputStream text = isCompressed(file) ? new GZIPInputStream(in) : in) {
            JsonNode tree = JSON.readTree(text);
            checkVersion(file, tree);
            return JSON.treeToValue(tree, Result.class);
        } catch (NoSuchFileException e) {
            throw new ResultException("there is no file " + file, e);
        } catch (IOException e) {
            throw new ResultException("can't read " + file + ": " + e, e);
        } catch (JacksonException e) {
            throw new ResultException(
                    file + " holds no result of a load test: " + e.getOriginalMessage(), e);
        }
    }

    /// Writes beside the file, then puts that in its place, so that it is never there by half.
    public static void write(Result result, Path file) {
        Whole.write(
                file,
                out -> {
                    try (var text = isCompressed(file) ? new GZIPOutputStream(out) : out) {
                        JSON.writeValue(text, result);
                    }
                });
    }

    private static void checkVersion(Path file, JsonNode tree) {
        int version = tree.path("version").asInt(0);
        if (version < 1) {
            throw new ResultException(
                    file + " holds no result of a load test: it has no `version`");
        }
        if (version > Result.VERSION) {
            throw new ResultException(
                    "%s is of version %d, this program reads up to %d: use a newer one"
                            .formatted(file, version, Result.VERSION));
        }
    }

    private static boolean isCompressed(Path file) {
        return file.toString().endsWith(".gz");
    }
}
