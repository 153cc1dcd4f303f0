package dev.passerelle.registry.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.passerelle.registry.hub.RecordedRequest.Server;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DownloadTest extends DownloadFixture {

    @Test
    void fetchesALargeFileFromTheStorageWithoutTheToken() throws Exception {
        download(LARGE);

        assertThat(partial).hasBinaryContent(large);
        assertThat(pull.received()).isEqualTo(large.length);
        assertThat(hub.requests(Server.HUB))
                .singleElement()
                .returns("Bearer hf_secret", RecordedRequest::authorization)
                .returns(
                        "/org/name/resolve/" + repository.commit() + "/" + LARGE,
                        RecordedRequest::path)
                .satisfies(request ->
                        assertThat(request.header("user-agent")).startsWith("passerelle/"));
        assertThat(hub.requests(Server.STORAGE))
                .singleElement()
                .returns(null, RecordedRequest::authorization)
                .returns(null, RecordedRequest::range);
    }

    @Test
    void fetchesASmallFileFromTheHub() throws Exception {
        download(SMALL);

        assertThat(partial).hasBinaryContent(small);
        assertThat(hub.requests())
                .extracting(RecordedRequest::target)
                .containsExactly(
                        "/org/name/resolve/%s/sub/config%%20file%%2B%%C3%%BC.json"
                                .formatted(repository.commit()));
    }

    @Test
    void followsARelativeRedirectWithTheToken() throws Exception {
        hub.redirectSmallFiles();

        download(SMALL);

        assertThat(partial).hasBinaryContent(small);
        assertThat(hub.requests(Server.HUB))
                .hasSize(2)
                .allSatisfy(request ->
                        assertThat(request.authorization()).isEqualTo("Bearer hf_secret"));
    }

    @Test
    void fetchesSeveralFilesAtOnce() throws Exception {
        hub.fault(NAME, LARGE, 12, new Fault.Stall(500_000));
        List<Path> partials =
                IntStream.range(0, 12).mapToObj(i -> directory.resolve("p" + i)).toList();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<? extends Future<?>> downloads =
                    partials.stream()
                            .map(path ->
                                    threads.submit(() -> {
                                        testing.client()
                                                .download(repository, file(LARGE), path, pull);
                                        return path;
                                    }))
                            .toList();
            hub.awaitStalled(12);
            hub.releaseStalls();
            for (Future<?> download : downloads) {
                download.get();
            }
        }

        assertThat(partials).allSatisfy(path -> assertThat(path).hasBinaryContent(large));
    }

    @Test
    void readsACommitAlthoughItsBranchMoves() throws Exception {
        hub.repository(NAME).push(Map.of(LARGE, FakeFile.large(new byte[10])));

        download(LARGE);

        assertThat(partial).hasBinaryContent(large);
    }

    @Test
    void fetchesAgainWhatWasDamaged() throws Exception {
        hub.fault(NAME, LARGE, new Fault.BitFlip(500_000));

        download(LARGE);

        assertThat(partial).hasBinaryContent(large);
        assertThat(pull.received()).isEqualTo(large.length);
        assertThat(pull.reasons()).singleElement().asString().contains("the bytes are sha256:");
        assertThat(ranges()).containsExactly("null", "null");
    }

    @Test
    void asksAgainAfterServerErrors() throws Exception {
        hub.fault(NAME, LARGE, 3, Fault.status(500));

        download(LARGE);

        assertThat(partial).hasBinaryContent(large);
        assertThat(testing.pauses()).hasSize(3).isSorted();
        assertThat(pull.reasons()).allMatch(reason -> reason.endsWith("status 500"));
    }

    @Test
    void waitsAsLongAsTheHubAsks() throws Exception {
        hub.fault(
                NAME,
                LARGE,
                Fault.tooManyRequests("7"),
                Fault.tooManyRequests("Sun, 22 Nov 2026 10:00:30 GMT"),
                Fault.tooManyRequests("86400"));

        download(LARGE);

        assertThat(testing.pauses())
                .containsExactly(
                        Duration.ofSeconds(7), Duration.ofSeconds(30), Duration.ofMinutes(5));
    }

    @Test
    void asksTheHubAgainWhenTheStorageRefuses() throws Exception {
        hub.fault(NAME, LARGE, new Fault.StorageStatus(403));

        download(LARGE);

        assertThat(partial).hasBinaryContent(large);
        assertThat(hub.requests())
                .extracting(RecordedRequest::server)
                .containsExactly(Server.HUB, Server.STORAGE, Server.HUB, Server.STORAGE);
        assertThat(testing.pauses()).isEmpty();
    }

    @Test
    void fetchesAnEmptyFileWithoutAsking() throws Exception {
        testing.client()
                .download(
                        repository, new RemoteFile("empty", 0, digest(new byte[0])), partial, pull);

        assertThat(partial).isEmptyFile();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void endsPromptlyWhenInterrupted(boolean virtual) throws Exception {
        hub.fault(NAME, LARGE, new Fault.Stall(200_000));
        AtomicReference<Object> outcome = new AtomicReference<>("none");
        CountDownLatch ended = new CountDownLatch(1);
        Runnable download =
                () -> {
                    try {
                        download(LARGE);
                    } catch (Exception e) {
                        outcome.set(e);
                    }
                    ended.countDown();
                };
        Thread thread =
                virtual ? Thread.ofVirtual().start(download) : Thread.ofPlatform().start(download);
        hub.awaitStalled(1);
        while (pull.received() < 200_000) {
            Thread.onSpinWait();
        }
        long start = System.nanoTime();

        thread.interrupt();
        ended.await();

        assertThat(outcome.get()).isInstanceOf(InterruptedException.class);
        assertThat(System.nanoTime() - start).isLessThan(2_000_000_000L);
        assertThat(partial).hasBinaryContent(Arrays.copyOf(large, 200_000));
    }
}
