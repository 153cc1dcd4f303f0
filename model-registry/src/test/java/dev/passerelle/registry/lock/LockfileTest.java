package dev.passerelle.registry.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.passerelle.registry.Digest;
import dev.passerelle.registry.Digest.Algorithm;
import dev.passerelle.registry.ModelSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LockfileTest {

    private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";
    private static final Digest SHA_1 = new Digest(Algorithm.GIT_BLOB_SHA_1, "a".repeat(40));
    private static final Digest SHA_256 = new Digest(Algorithm.SHA_256, "b".repeat(64));
    private static final String TEXT =
            """
            {
              "version": 1,
              "models": {
                "own \\"model\\"": {
                  "source": "file:weights/x.gguf",
                  "import": {},
                  "files": [
                    {"path": "x.gguf", "size": 4, "digest": "sha256:%2$s"}
                  ]
                },
                "tiny": {
                  "source": "hf:org/tiny@main:Q4_1",
                  "commit": "%3$s",
                  "licence": "apache-2.0",
                  "import": {"activations": "int8", "precision": "as-stored"},
                  "files": [
                    {"path": "config.json", "size": 12, "digest": "git-sha1:%1$s"},
                    {"path": "sub/model.gguf", "size": 9876543210, "digest": "sha256:%2$s"}
                  ]
                }
              }
            }
            """
                    .formatted("a".repeat(40), "b".repeat(64), COMMIT);

    @TempDir Path directory;

    @Test
    void isTheSameTextWhateverTheOrderItIsMadeIn() throws IOException {
        Path file = directory.resolve(Lockfile.FILE_NAME);

        lockfile().write(file);

        assertThat(file).hasContent(TEXT).content().endsWith("}\n");
        assertThat(Lockfile.read(file)).contains(lockfile());
    }

    @Test
    void isReplacedAndLeavesNothingElse() throws IOException {
        Path file = directory.resolve(Lockfile.FILE_NAME);
        lockfile().write(file);

        Lockfile.of(Map.of()).write(file);

        assertThat(file).hasContent("{\n  \"version\": 1,\n  \"models\": {}\n}\n");
        assertThat(directory).isDirectoryContaining(file::equals);
        assertThat(directory.toFile().list()).hasSize(1);
    }

    @Test
    void noneIsNone() {
        assertThat(Lockfile.read(directory.resolve(Lockfile.FILE_NAME))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            textBlock =
                    """
                    "version": 1            | "version": 2        | version: is 2; this Passerelle reads 1
                    "version": 1,           | <nothing>           | version: is missing
                    "version": 1            | "version": 1, "x": 1 | x: is no key
                    "licence"               | "license"           | models.tiny.license: is no key
                    "path": "config.json"   | "path": "../x"      | models.tiny.files[0].path: '../x' is not a path within
                    "path": "config.json"   | "path": "/x"        | '/x' is not a path within
                    "path": "config.json"   | "path": "a//x"      | 'a//x' is not a path within
                    "path": "config.json"   | "path": "a\\\\x" | is not a path within
                    "path": "config.json"   | "path": "sub/model.gguf" | models.tiny.files: sub/model.gguf is there twice
                    "path": "config.json"   | "name": "x"         | models.tiny.files[0].name: is no key
                    "size": 12              | "size": -1          | models.tiny.files[0].size: must be a number of bytes
                    "size": 12              | "size": "12"        | size: must be a number of bytes
                    "size": 12              | "size": 1.5         | size: must be a number of bytes
                    git-sha1:aa             | git-sha1:a          | models.tiny.files[0].digest: 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa' is not 40 hexadecimal digits
                    git-sha1:aa             | git-sha1:aA         | is not 40 hexadecimal digits
                    git-sha1:aa             | md5:aa              | is neither sha256:… nor git-sha1:…
                    0123456789abcdef        | main                | models.tiny.commit: must be 40 hexadecimal digits
                    hf:org/tiny@main:Q4_1   | hf:tiny             | models.tiny.source: hf:tiny is not of the form
                    hf:org/tiny@main:Q4_1   | bundled:tiny        | models.tiny.commit: belongs to hub sources only
                    "int8"                  | 8                   | models.tiny.import.activations: must be a text
                    "import": {},           | <nothing>           | models.own "model".import: must be a JSON object
                    "tiny":                 | "own \\"model\\"": | Duplicate
                    "models": {             | "models": [         | not JSON
                    """)
    void aDamagedOneIsRefusedWithFileAndReason(String sound, String damaged, String reason)
            throws IOException {
        assertThat(TEXT).contains(sound);
        String text = TEXT.replace(sound, damaged.equals("<nothing>") ? "" : damaged);
        Path file = Files.writeString(directory.resolve(Lockfile.FILE_NAME), text);

        assertThatThrownBy(() -> Lockfile.read(file))
                .isInstanceOf(LockException.class)
                .hasMessageStartingWith(file.toString())
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    '' | the whole
                    [] | the whole
                    {} | version: is missing
                    { "version": 1 } | models: must be a JSON object
                    { "version": 1, "models": {} } x | not JSON
                    <<<<<<< HEAD | not JSON
                    """)
    void whatIsNoLockfileIsRefused(String text, String reason) throws IOException {
        Path file = Files.writeString(directory.resolve(Lockfile.FILE_NAME), text);

        assertThatThrownBy(() -> Lockfile.read(file)).hasMessageContaining(reason);
    }

    @Test
    void modelsOfOneSourceAreAtOneCommit() throws IOException {
        Path file = directory.resolve(Lockfile.FILE_NAME);
        LockedModel tiny = lockfile().find("tiny").orElseThrow();
        LockedModel moved =
                new LockedModel(
                        tiny.source(),
                        "f".repeat(40),
                        tiny.licence(),
                        tiny.settings(),
                        tiny.files());
        Lockfile.of(Map.of("a", tiny, "b", tiny)).write(file);
        assertThat(Lockfile.read(file)).isPresent();

        Lockfile.of(Map.of("a", tiny, "b", moved)).write(file);

        assertThatThrownBy(() -> Lockfile.read(file))
                .hasMessageContaining("models.b: has the source of another model");
    }

    @Test
    void saysWhatAnotherWouldChange() {
        LockedModel tiny = lockfile().find("tiny").orElseThrow();
        LockedModel other =
                new LockedModel(
                        tiny.source(),
                        "f".repeat(40),
                        null,
                        Map.of("activations", "int8", "precision", "fp32"),
                        List.of(
                                new LockedFile("config.json", 12, SHA_256),
                                new LockedFile("new.json", 1, SHA_1)));

        assertThat(lockfile().differences(Lockfile.of(Map.of("tiny", other, "added", tiny))))
                .extracting(Drift::toString)
                .containsExactly(
                        "added: has no entry in models.lock",
                        "own \"model\": has an entry in models.lock, but is no model of the configuration",
                        "tiny: commit is %s, models.lock has %s".formatted("f".repeat(40), COMMIT),
                        "tiny: licence is none, models.lock has apache-2.0",
                        "tiny: import setting precision is fp32, models.lock has as-stored",
                        "tiny: config.json is %s, models.lock has %s".formatted(SHA_256, SHA_1),
                        "tiny: sub/model.gguf is missing",
                        "tiny: new.json is not in models.lock");
        assertThat(lockfile().differences(lockfile())).isEmpty();
    }

    private Lockfile lockfile() {
        return Lockfile.of(
                Map.of(
                        "tiny",
                        new LockedModel(
                                new ModelSource.Hub("org/tiny", "main", "Q4_1"),
                                COMMIT,
                                "apache-2.0",
                                Map.of("precision", "as-stored", "activations", "int8"),
                                List.of(
                                        new LockedFile("sub/model.gguf", 9_876_543_210L, SHA_256),
                                        new LockedFile("config.json", 12, SHA_1))),
                        "own \"model\"",
                        new LockedModel(
                                new ModelSource.Local(directory.resolve("weights/x.gguf")),
                                null,
                                null,
                                Map.of(),
                                List.of(new LockedFile("x.gguf", 4, SHA_256)))));
    }
}
