package dev.passerelle.registry.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.passerelle.registry.ModelSourceException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafeNamesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../x",
                "a/../b",
                "..",
                ".",
                "a/./b",
                "/etc/passwd",
                "a//b",
                "a/",
                "",
                "a\\b",
                "..\\x",
                "C:x",
                "a\0b",
                "a\nb",
                "a\u202Eb",
                "a\uFFFDb",
                "./a"
            })
    void refusesPathsThatLeaveOrMislead(String path) {
        assertThatThrownBy(() -> SafeNames.path(path)).isInstanceOf(ModelSourceException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "onnx/model.onnx", "..a", "a..b/c", ".gitattributes", "é/日本.json"})
    void takesOrdinaryPaths(String path) {
        assertThat(SafeNames.path(path)).isEqualTo(path);
    }

    @Test
    void refusesOverlongNames() {
        assertThatThrownBy(() -> SafeNames.path("a".repeat(201)))
                .isInstanceOf(ModelSourceException.class);
        assertThatThrownBy(() -> SafeNames.path("ab/".repeat(400) + "c"))
                .isInstanceOf(ModelSourceException.class)
                .hasMessageContaining("…");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../..", "a", "a/b/c", "a/..", "-a/b", "a/-b", ".a/b", "a/b.", "a--b/c", "a/b..c",
                "a/ b", "a-/b"
            })
    void refusesOtherRepositories(String name) {
        assertThatThrownBy(() -> SafeNames.repository(name))
                .isInstanceOf(ModelSourceException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"refs/../..", "../main", "/main", "a\tb"})
    void refusesRevisionsThatLeave(String revision) {
        assertThatThrownBy(() -> SafeNames.revision(revision))
                .isInstanceOf(ModelSourceException.class);
    }

    @Test
    void refusesNamesThatAreOneOnSomeDisks() {
        assertThatThrownBy(() -> SafeNames.paths(List.of("a/Config.json", "A/config.json")))
                .isInstanceOf(ModelSourceException.class)
                .hasMessageContaining("Config.json");
        assertThatThrownBy(() -> SafeNames.paths(List.of("caf\u00e9", "cafe\u0301")))
                .isInstanceOf(ModelSourceException.class);
        assertThatThrownBy(() -> SafeNames.paths(List.of("a", "a")))
                .isInstanceOf(ModelSourceException.class);
    }

    @Test
    void refusesAFileThatIsADirectoryToo() {
        assertThatThrownBy(() -> SafeNames.paths(List.of("a/b", "a/b/c")))
                .isInstanceOf(ModelSourceException.class)
                .hasMessageContaining("both as a file and as a directory");
    }
}
