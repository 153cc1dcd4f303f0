package dev.passerelle.registry.hub;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.passerelle.registry.Digest;
import dev.passerelle.registry.hub.HubException.Reason;
import dev.passerelle.registry.hub.RecordedRequest.Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class DownloadTest {

    private static final String NAME = "org/name";
    private static final String LARGE = "model.safetensors";
    private static final String SMALL = "sub/config file+ü.json";

    private final byte[] large = new byte[1_000_000];
    private final byte[] small = "{\"a\": 1}".getBytes(UTF_8);
    private final FakeHub hub = new FakeHub();
    private final TestingClient testing = new TestingClient(hub.endpoint(), "hf_secret");
    private final RecordedPull pull = new RecordedPull();

    @TempDir Path directory;
    private Path partial;
    private Repository repository;

    @BeforeEach
    void aRepository() throws Exception {
        new Random(7).nextBytes(large);
        hub.repository(NAME)
                .push(Map.of(LARGE, FakeFile.large(large), SMALL, FakeFile.small(small)));
        partial = directory.resolve("partial");
        repository = testing.client().repository(NAME, "main");
        hub.clearRequests();
    }

    @AfterEach
    void close() throws IOException {
        testing.close();
        hub.close();
    }

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
    void asksOnlyForWhatIsMissing() throws Exception {
        Files.write(partial, Arrays.copyOf(large, 600_000));

        download(LARGE);

        assertThat(partial).hasBinaryContent(large);
        assertThat(pull.received()).isEqualTo(400_000);
        assertThat(ranges()).containsExactly("bytes=600000-");
    }

    @Test
    void asksForNothingWhenAllIsThere() throws Exception {
        Files.write(partial, large);

        download(LARGE);

        assertThat(hub.requests()).isEmpty();
        assertThat(pull.received()).isZero();
    }

    @Test
    void startsAnewWhenTheHubIgnoresTheRange() throws Exception {
        Files.write(partial, Arrays.copyOf(large, 600_000));
        hub.fault(NAME, LARGE, new Fault.IgnoredRange());

        download(LARGE);

        assertThat(partial).hasBinaryContent(large);
        assertThat(pull.received()).isEqualTo(400_000);
        assertThat(ranges()).containsExactly("bytes=600000-");
    }

    @Test
    void startsAnewWhenTheHubSendsAnotherPart() throws Exception {
        Files.write(partial, Arrays.copyOf(large, 600_000));
        hub.fault(NAME, LARGE, new Fault.WrongContentRange());

        download(LARGE);

        assertThat(partial).hasBinaryContent(large);
        assertThat(ranges()).containsExactly("bytes=600000-", "null");
    }

    @Test
    void startsAnewWhenTheHubRefusesTheRange() throws Exception {
        Files.write(partial, Arrays.copyOf(large, 600_000));
        hub.fault(NAME, LARGE, new Fault.RangeRefused());

        download(LARGE);

        assertThat(partial).hasBinaryContent(large);
        assertThat(ranges()).containsExactly("bytes=600000-", "null");
    }

    @Test
    void startsAnewWhenThePartialFileIsTooLong() throws Exception {
        Files.write(partial, Arrays.copyOf(large, large.length + 1));

        download(LARGE);

        assertThat(partial).hasBinaryContent(large);
        assertThat(pull.received()).isEqualTo(-1);
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

    @ParameterizedTest
    @ValueSource(strings = {LARGE, SMALL})
    void throwsAwayWhatIsDamagedTwice(String file) {
        hub.fault(NAME, file, 2, new Fault.BitFlip(3));

        HubException failure = failure(file);

        assertThat(failure.reason()).isEqualTo(Reason.MISMATCH);
        assertThat(failure)
                .hasMessageStartingWith("org/name, " + file + ": the bytes are ")
                .hasMessageContaining("announced were " + file(file).digest());
        assertThat(partial).doesNotExist();
        assertThat(pull.received()).isZero();
    }

    @Test
    void throwsAwayADamagedBeginning() throws Exception {
        byte[] damaged = Arrays.copyOf(large, 600_000);
        damaged[5]++;
        Files.write(partial, damaged);

        download(LARGE);

        assertThat(partial).hasBinaryContent(large);
        assertThat(ranges()).containsExactly("bytes=600000-", "null");
    }

    @Test
    void goesOnAfterATruncatedAnswer() throws Exception {
        hub.fault(NAME, LARGE, new Fault.Truncated(300_000));

        download(LARGE);

        assertThat(partial).hasBinaryContent(large);
        assertThat(ranges()).containsExactly("null", "bytes=300000-");
        assertThat(testing.pauses()).hasSize(1);
    }

    @Test
    void refusesAStorageThatHoldsLess() {
        hub.repository(NAME).push(Map.of(LARGE, FakeFile.large(large).claiming(large.length + 5L)));

        HubException failure = failure(repository("main"), LARGE);

        assertThat(failure.reason()).isEqualTo(Reason.MISMATCH);
        assertThat(failure)
                .hasMessageContaining("the storage holds 1000000 bytes, announced were 1000005");
        assertThat(partial).doesNotExist();
    }

    @Test
    void stopsAtOnceWhenMoreComesThanAnnounced() {
        hub.fault(NAME, LARGE, 2, new Fault.Surplus(1));

        HubException failure = failure(LARGE);

        assertThat(failure.reason()).isEqualTo(Reason.MISMATCH);
        assertThat(failure).hasMessageContaining("more bytes came than the 1000000 announced");
        assertThat(partial).doesNotExist();
    }

    @Test
    void goesOnAfterBrokenConnections() throws Exception {
        hub.fault(
                NAME,
                LARGE,
                new Fault.Disconnect(200_000),
                new Fault.Disconnect(200_000),
                new Fault.Disconnect(700_000));

        download(LARGE);

        assertThat(partial).hasBinaryContent(large);
        assertThat(ranges())
                .containsExactly("null", "bytes=200000-", "bytes=200000-", "bytes=700000-");
        assertThat(pull.received()).isEqualTo(large.length);
    }

    @Test
    void goesOnAfterAStall() throws Exception {
        hub.fault(NAME, LARGE, new Fault.Stall(200_000));

        try (TestingClient impatient = impatient()) {
            impatient.client().download(repository, file(LARGE), partial, pull);
        }

        assertThat(partial).hasBinaryContent(large);
        assertThat(ranges()).containsExactly("null", "bytes=200000-");
        assertThat(pull.reasons()).singleElement().asString().contains("no byte came in time");
    }

    @Test
    void givesUpWhenNothingProgresses() throws Exception {
        hub.fault(NAME, LARGE, 6, new Fault.Disconnect(200_000));

        HubException failure = failure(LARGE);

        assertThat(failure.reason()).isEqualTo(Reason.UNREACHABLE);
        assertThat(failure).hasMessageContaining("given up after 6 attempts");
        assertThat(partial).hasBinaryContent(Arrays.copyOf(large, 200_000));
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
    void saysThatItIsRateLimited() {
        hub.fault(NAME, LARGE, 6, Fault.tooManyRequests("1"));

        HubException failure = failure(LARGE);

        assertThat(failure.reason()).isEqualTo(Reason.RATE_LIMITED);
        assertThat(failure).hasMessageContaining("status 429; given up after 6 attempts");
    }

    @Test
    void refusesAnotherEtagThanListed() throws Exception {
        Files.write(partial, Arrays.copyOf(large, 10));
        hub.fault(NAME, LARGE, new Fault.WrongEtag("0".repeat(64)));

        HubException failure = failure(LARGE);

        assertThat(failure.reason()).isEqualTo(Reason.MISMATCH);
        assertThat(failure).hasMessageContaining("now announces sha256:000000");
        assertThat(partial).doesNotExist();
        assertThat(hub.requests(Server.STORAGE)).isEmpty();
    }

    @Test
    void refusesAnotherSizeThanListed() {
        hub.fault(NAME, LARGE, new Fault.WrongLinkedSize(1L << 50));

        assertThat(failure(LARGE).reason()).isEqualTo(Reason.MISMATCH);
        assertThat(hub.requests(Server.STORAGE)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {LARGE, SMALL})
    void refusesAnotherCommit(String file) throws Exception {
        Files.write(partial, Arrays.copyOf(file.equals(LARGE) ? large : small, 3));
        hub.fault(NAME, file, new Fault.OtherCommit("f".repeat(40)));

        HubException failure = failure(file);

        assertThat(failure.reason()).isEqualTo(Reason.PROTOCOL);
        assertThat(failure).hasMessageContaining("the hub answered with " + "f".repeat(40));
        assertThat(partial).hasSize(3);
        assertThat(hub.requests()).hasSize(1);
    }

    @Test
    void endsARedirectLoop() {
        hub.fault(NAME, LARGE, 20, new Fault.RedirectLoop());

        HubException failure = failure(LARGE);

        assertThat(failure.reason()).isEqualTo(Reason.PROTOCOL);
        assertThat(failure).hasMessageContaining("more than 10 redirects");
        assertThat(hub.requests()).hasSize(11);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://127.0.0.1/x",
                "file:///etc/passwd",
                "http://user:word@127.0.0.1/x",
                "javascript:x"
            })
    void refusesRedirectsOfNoHub(String location) {
        hub.fault(NAME, LARGE, new Fault.Redirect(location));

        HubException failure = failure(LARGE);

        assertThat(failure.reason()).isEqualTo(Reason.UNSAFE);
        assertThat(failure).message().doesNotContain("word");
        assertThat(hub.requests()).hasSize(1);
    }

    @Test
    void refusesARedirectThatCantBeRead() {
        hub.fault(NAME, LARGE, new Fault.Redirect("http://[::g]/"));

        assertThat(failure(LARGE).reason()).isEqualTo(Reason.PROTOCOL);
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
    void givesUpWhenTheStorageRefusesTwice() {
        hub.fault(NAME, LARGE, 2, new Fault.StorageStatus(403));

        HubException failure = failure(LARGE);

        assertThat(failure.reason()).isEqualTo(Reason.FORBIDDEN);
        assertThat(failure).hasMessageContaining("the storage 127.0.0.1, where the hub sent us");
        assertThat(failure).message().doesNotContain("X-Amz");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../evil", "/etc/passwd", "a/../../b", "a\\b", "a//b", "./a", "a\nb"})
    void fetchesNothingWhoseNameLeadsOutOfTheRepository(String path) {
        RemoteFile file = new RemoteFile(path, 3, digest(small));

        assertThatThrownBy(() -> testing.client().download(repository, file, partial, pull))
                .isInstanceOf(HubException.class)
                .returns(Reason.UNSAFE, e -> ((HubException) e).reason());
        assertThat(hub.requests()).isEmpty();
        assertThat(partial).doesNotExist();
    }

    @Test
    void namesAMissingFile() {
        RemoteFile file = new RemoteFile("none.json", 3, digest(small));

        assertThat(failure(repository, file))
                .hasMessage("org/name has no file 'none.json' at " + repository.commit())
                .returns(Reason.NOT_FOUND, HubException::reason);
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

    private void download(String path) throws IOException, InterruptedException {
        testing.client().download(repository, file(path), partial, pull);
    }

    private HubException failure(String path) {
        return failure(repository, file(path));
    }

    private HubException failure(Repository repository, String path) {
        return failure(repository, file(repository, path));
    }

    private HubException failure(Repository repository, RemoteFile file) {
        return requireNonNull(
                catchThrowableOfType(
                        HubException.class,
                        () -> testing.client().download(repository, file, partial, pull)));
    }

    private Repository repository(String revision) {
        try {
            return testing.client().repository(NAME, revision);
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private RemoteFile file(String path) {
        return file(repository, path);
    }

    private static RemoteFile file(Repository repository, String path) {
        return repository.files().stream()
                .filter(file -> file.path().equals(path))
                .findFirst()
                .orElseThrow();
    }

    private TestingClient impatient() {
        return new TestingClient(
                TestingClient.settings(hub.endpoint(), null, Duration.ofMillis(200)),
                AddressResolver.SYSTEM);
    }

    private List<String> ranges() {
        return hub.requests(Server.STORAGE).stream()
                .map(request -> String.valueOf(request.range()))
                .toList();
    }

    private static Digest digest(byte[] bytes) {
        return FakeFile.small(bytes).digest();
    }
}
