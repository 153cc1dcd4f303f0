package dev.passerelle.gateway.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.passerelle.gateway.Documentation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class AccessLogTest {
    private static final JsonMapper JSON = JsonMapper.shared();

    @TempDir Path folder;

    @Test
    void saysWhatTheDocumentationSays() {
        assertThat(Documentation.rows("telemetry.md"))
                .containsExactlyElementsOf(
                        Arrays.stream(AccessField.values())
                                .map(field ->
                                        "| `%s` | %s |".formatted(field.id(), field.meaning()))
                                .toList());
    }

    @Test
    void writesEveryFieldInOrder() {
        JsonNode line =
                line(
                        Summaries.call(
                                499,
                                Summaries.work(Summaries.LOCAL, CacheUse.MISS),
                                "queue_full",
                                "curl/8"));
        assertThat(line.propertyNames())
                .containsExactlyElementsOf(
                        Arrays.stream(AccessField.values()).map(AccessField::id).toList());
        assertThat(line)
                .isEqualTo(
                        JSON.readTree(
                                """
                                {"time":"2026-01-02T03:04:05.067Z","request_id":"req_1",\
                                "trace_id":"0af7651916cd43dd8448eb211c80319c","method":"POST",\
                                "path":"/v1/chat/completions","status":499,"bytes":1234,\
                                "duration_ms":1500.000,"ttft_ms":400.000,"queue_ms":100.000,\
                                "key":"key_1","project":"acme/web","model":"chat",\
                                "deployment":"local","region":"eu-west","stream":true,\
                                "prompt_tokens":12,"completion_tokens":5,"cached_tokens":4,\
                                "cache":"miss","cancelled":true,"error":"queue_full",\
                                "user_agent":"curl/8"}\
                                """));
    }

    @Test
    void leavesOutWhatDoesNotApply() {
        assertThat(line(Summaries.call(401, null, "invalid_api_key", "")).propertyNames())
                .containsExactly(
                        "time",
                        "request_id",
                        "trace_id",
                        "method",
                        "path",
                        "status",
                        "bytes",
                        "duration_ms",
                        "key",
                        "project",
                        "cancelled",
                        "error");
    }

    @Test
    void staysOneLineOfAsciiWhateverAClientSends() {
        String hostile = "a\"b\\c\n\r\t\u001b[2J\u009b\u2028é😀\u0000";
        byte[] bytes = new AccessLine().of(Summaries.call(200, null, null, hostile));
        String text = new String(bytes, StandardCharsets.US_ASCII);
        assertThat(text).matches("[ -~]+\n");
        assertThat(JSON.readTree(text).get("user_agent").stringValue()).isEqualTo(hostile);
    }

    @Test
    void keepsTheBeginningOfLongTexts() {
        String agent =
                line(Summaries.call(200, null, null, "é".repeat(5000)))
                        .get("user_agent")
                        .stringValue();
        assertThat(agent).isEqualTo("é".repeat(256));
    }

    @Test
    void addsToAFileOfTheOwnersAlone() throws IOException {
        Path file = folder.resolve("access.log");
        for (int round = 1; round <= 2; round++) {
            try (AccessLog log = AccessLog.at(file.toString())) {
                log.write(Summaries.answered(Summaries.LOCAL));
            }
            assertThat(Files.readAllLines(file)).hasSize(round);
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void beginsANewFileWhenTheOldOneIsMoved() throws IOException {
        Path file = folder.resolve("access.log");
        Path old = folder.resolve("access.log.1");
        try (AccessLog log = AccessLog.at(file.toString())) {
            log.write(Summaries.answered(Summaries.LOCAL));
            Files.move(file, old);
            log.reopen();
            await(file);
            log.write(Summaries.answered(Summaries.LOCAL));
            log.write(Summaries.answered(Summaries.LOCAL));
        }
        assertThat(Files.readAllLines(old)).hasSize(1);
        assertThat(Files.readAllLines(file)).hasSize(2);
    }

    private static void await(Path file) {
        while (!Files.exists(file)) {
            LockSupport.parkNanos(200_000);
        }
    }

    @Test
    void losesNoLineOfManyThreads() throws Exception {
        Path file = folder.resolve("access.log");
        try (AccessLog log = AccessLog.at(file.toString())) {
            List<Thread> threads =
                    IntStream.range(0, 8)
                            .mapToObj(_ ->
                                    Thread.startVirtualThread(() -> {
                                        for (int i = 0; i < 500; i++) {
                                            log.write(Summaries.answered(Summaries.LOCAL));
                                        }
                                    }))
                            .toList();
            for (Thread thread : threads) {
                thread.join();
            }
        }
        assertThat(Files.readAllLines(file))
                .hasSize(4000)
                .allSatisfy(line -> assertThat(line).startsWith("{\"time\":").endsWith("}"));
    }

    @Test
    void dropsAndCountsLinesRatherThanWait() throws InterruptedException {
        CountDownLatch writing = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        FakeFile stuck =
                new FakeFile() {
                    @Override
                    public void write(byte[] lines, int length) {
                        writing.countDown();
                        try {
                            goOn.await();
                        } catch (InterruptedException e) {
                            throw new AssertionError(e);
                        }
                    }
                };
        try (AccessLog log = new AccessLog(stuck, new LineQueue(4, Duration.ZERO))) {
            log.write(Summaries.answered(Summaries.LOCAL));
            writing.await();
            for (int i = 0; i < 10; i++) {
                log.write(Summaries.answered(Summaries.LOCAL));
            }
            assertThat(log.dropped()).isEqualTo(6);
            goOn.countDown();
        }
    }

    @Test
    void countsLinesThatCannotBeWritten() {
        FakeFile full =
                new FakeFile() {
                    @Override
                    public void write(byte[] lines, int length) throws IOException {
                        throw new IOException("no space left on device");
                    }
                };
        AccessLog log = new AccessLog(full, new LineQueue(4, Duration.ZERO));
        try (log) {
            log.write(Summaries.answered(Summaries.LOCAL));
        }
        log.write(Summaries.answered(Summaries.LOCAL));
        assertThat(log.dropped()).as("one lost, one after the end").isEqualTo(2);
    }

    private static JsonNode line(CallSummary call) {
        byte[] line = new AccessLine().of(call);
        assertThat(line[line.length - 1]).isEqualTo((byte) '\n');
        return JSON.readTree(line);
    }

    private abstract static class FakeFile implements LogFile {
        @Override
        public void reopen() {}

        @Override
        public void close() {}
    }
}
