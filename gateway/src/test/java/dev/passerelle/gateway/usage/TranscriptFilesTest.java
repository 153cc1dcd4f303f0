package dev.passerelle.gateway.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.passerelle.runtime.PromptText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class TranscriptFilesTest {
    private static final Instant LATE = Instant.parse("2026-03-04T23:59:59Z");

    @TempDir Path home;

    @Test
    void appendsOneLineEach() throws IOException {
        try (TranscriptFiles files = new TranscriptFiles(home.resolve("transcripts"), 1000)) {
            files.keep(transcript("acme/web", "line\nbreak", LATE));
            files.keep(transcript("acme/web", "two", LATE));
            files.keep(transcript("acme/web", "three", LATE.plusSeconds(1)));
        }

        Path folder = home.resolve("transcripts/acme/web");
        assertThat(Files.readAllLines(folder.resolve("2026-03-04.jsonl"))).hasSize(2);
        JsonNode line =
                JsonMapper.shared()
                        .readTree(
                                Files.readAllLines(folder.resolve("2026-03-04.jsonl")).getFirst());
        assertThat(line.get("request").asString()).isEqualTo("line\nbreak");
        assertThat(line.get("answer").asString()).isEqualTo("yes");
        assertThat(line.get("key").asString()).isEqualTo("key_1");
        assertThat(folder.resolve("2026-03-05.jsonl")).exists();
    }

    @Test
    void isForTheOwnerOnly() throws IOException {
        try (TranscriptFiles files = new TranscriptFiles(home.resolve("transcripts"), 1000)) {
            files.keep(transcript("acme/web", "one", LATE));
        }

        assertThat(permissions(home.resolve("transcripts"))).isEqualTo("rwx------");
        assertThat(permissions(home.resolve("transcripts/acme/web"))).isEqualTo("rwx------");
        assertThat(permissions(home.resolve("transcripts/acme/web/2026-03-04.jsonl")))
                .isEqualTo("rw-------");
    }

    @Test
    void dropsWhatTheDiskCantKeepUpWith() {
        TranscriptFiles files = new TranscriptFiles(home, 9);

        files.keep(transcript("acme/web", "longer than the room", LATE));
        files.keep(transcript("acme/web", "short", LATE));
        files.close();
        files.keep(transcript("acme/web", "late", LATE));

        assertThat(files.dropped()).isEqualTo(2);
        assertThat(home.resolve("acme/web/2026-03-04.jsonl")).content().contains("short");
    }

    @Test
    void survivesADiskThatFails() throws IOException {
        Path file = Files.writeString(home.resolve("taken"), "");

        TranscriptFiles files = new TranscriptFiles(file, 1000);
        files.keep(transcript("acme/web", "one", LATE));
        files.close();

        assertThat(files.dropped()).isEqualTo(1);
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private static Transcript transcript(String project, String request, Instant time) {
        return new Transcript(
                "req_1",
                time,
                project,
                "key_1",
                "chat",
                "/v1/chat/completions",
                new PromptText(request),
                new PromptText("yes"));
    }
}
