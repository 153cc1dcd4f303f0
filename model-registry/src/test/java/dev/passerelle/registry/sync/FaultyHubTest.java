package dev.passerelle.registry.sync;

import static dev.passerelle.registry.sync.ModelBytes.random;
import static dev.passerelle.registry.sync.ModelBytes.safetensors;
import static dev.passerelle.registry.sync.ModelBytes.text;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.passerelle.registry.BundledModels;
import dev.passerelle.registry.ModelRegistry;
import dev.passerelle.registry.ModelSource;
import dev.passerelle.registry.ModelSourceException;
import dev.passerelle.registry.PullListener;
import dev.passerelle.registry.Snapshot;
import dev.passerelle.registry.hub.AddressResolver;
import dev.passerelle.registry.hub.FakeFile;
import dev.passerelle.registry.hub.FakeHub;
import dev.passerelle.registry.hub.Fault;
import dev.passerelle.registry.hub.HubClient;
import dev.passerelle.registry.hub.HubException;
import dev.passerelle.registry.hub.HubSettings;
import dev.passerelle.registry.hub.Patience;
import dev.passerelle.registry.hub.RecordedRequest;
import dev.passerelle.registry.hub.RecordedRequest.Server;
import dev.passerelle.registry.store.HubCache;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// A whole pull over HTTP from a hub at which something goes wrong.
@Timeout(60)
class FaultyHubTest {

    private static final String NAME = "org/model";
    private static final String WEIGHTS = "model.safetensors";
    private static final ModelSource.Hub SOURCE = new ModelSource.Hub(NAME, null, null);

    @TempDir Path directory;
    private final FakeHub hub = new FakeHub();
    private final Map<String, FakeFile> files = new LinkedHashMap<>();
    private String commit = "";

    @BeforeEach
    void aModel() {
        files.put("config.json", FakeFile.small(text("{}")));
        files.put("tokenizer.json", FakeFile.small(text("{\"a\":1}")));
        files.put(WEIGHTS, FakeFile.large(safetensors(300_000, 1)));
        commit = hub.repository(NAME).push(files);
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    static Stream<Fault> passing() {
        return Stream.of(
                new Fault.Disconnect(100_000),
                new Fault.Truncated(100_000),
                new Fault.WrongContentRange(),
                new Fault.Stall(100_000),
                new Fault.StorageStatus(403),
                Fault.status(500),
                Fault.tooManyRequests("0"));
    }

    @ParameterizedTest
    @MethodSource("passing")
    void getsOverWhatPasses(Fault fault) throws Exception {
        hub.fault(NAME, WEIGHTS, fault);

        assertThat(pull().verified()).isTrue();
    }

    static Stream<Fault> lasting() {
        return Stream.of(
                new Fault.BitFlip(200_000),
                new Fault.WrongEtag("\"" + "0".repeat(64) + "\""),
                new Fault.RedirectLoop(),
                new Fault.Redirect("file:///etc/passwd"),
                new Fault.WrongLinkedSize(1),
                new Fault.Surplus(1),
                new Fault.OtherCommit("f".repeat(40)),
                Fault.status(404),
                Fault.status(403));
    }

    @ParameterizedTest
    @MethodSource("lasting")
    void publishesNothingThatIsWrongAndMendsItLater(Fault fault) throws Exception {
        hub.fault(NAME, WEIGHTS, 50, fault);

        assertThatThrownBy(this::pull).isInstanceOf(HubException.class);
        assertThat(registry().find(SOURCE)).isEmpty();
        assertThat(repository().resolve("snapshots")).doesNotExist();
        assertThat(repository().resolve("refs")).doesNotExist();
        assertThat(repository().resolve("blobs")).isDirectoryNotContaining("regex:.*/[0-9a-f]{64}");
        hub.clearFaults();
        hub.clearRequests();
        Snapshot snapshot = pull();

        assertThat(snapshot.verified()).isTrue();
        assertThat(snapshot.revision()).isEqualTo(commit);
        assertThat(hub.requests(Server.STORAGE))
                .filteredOn(request -> request.method().equals("GET"))
                .hasSize(1);
    }

    @Test
    void keepsTheOldCommitWhenTheNewOneFails() throws Exception {
        Snapshot old = pull();
        files.put(WEIGHTS, FakeFile.large(safetensors(300_000, 2)));
        hub.repository(NAME).push(files);
        hub.fault(NAME, WEIGHTS, 50, new Fault.BitFlip(10));

        assertThatThrownBy(this::pull).isInstanceOf(HubException.class);

        assertThat(registry().find(SOURCE)).contains(old);
        assertThat(registry().verify(old)).isEmpty();
    }

    @Test
    void keepsTheOldCommitWhenTheNewOneListsItsFilesWithAnotherSize() throws Exception {
        Snapshot old = pull();
        files.computeIfPresent(WEIGHTS, (_, file) -> file.claiming(file.size() + 1));
        hub.repository(NAME).push(files);

        assertThatThrownBy(this::pull)
                .isInstanceOf(HubException.class)
                .hasMessageContaining("lists it with");
        assertThat(registry().find(SOURCE)).contains(old);
        assertThat(registry().verify(old)).isEmpty();
    }

    @Test
    void startsAgainWhenWhatAnEarlierDownloadLeftIsWrong() throws Exception {
        Path left = blob(".incomplete");
        Files.createDirectories(left.getParent());
        Files.write(left, random(1000, 9));

        assertThat(pull().verified()).isTrue();
        assertThat(left).doesNotExist();
    }

    @Test
    void aResumedPullAsksOnlyForTheBytesThatAreMissing() throws Exception {
        hub.fault(NAME, WEIGHTS, new Fault.Disconnect(100_000), Fault.status(404));
        assertThatThrownBy(this::pull).isInstanceOf(HubException.class);
        long left = Files.size(blob(".incomplete"));
        hub.clearFaults();
        hub.clearRequests();

        assertThat(pull().verified()).isTrue();
        assertThat(left).isEqualTo(100_000);
        assertThat(hub.requests())
                .filteredOn(request -> request.path().contains("/resolve/"))
                .extracting(RecordedRequest::path)
                .containsExactly("/org/model/resolve/%s/%s".formatted(commit, WEIGHTS));
        assertThat(hub.requests(Server.STORAGE))
                .extracting(RecordedRequest::range)
                .containsExactly("bytes=100000-");
    }

    @Test
    void fetchesNothingOfARepositoryWithANameThatLeadsOutOfIt() {
        files.put("../../../outside.json", FakeFile.small(text("{}")));
        hub.repository(NAME).push(files);

        assertThatThrownBy(this::pull)
                .isInstanceOf(ModelSourceException.class)
                .hasMessageContaining("outside.json");
        assertThat(hub.requests()).hasSize(1);
        assertThat(repository().resolve("blobs")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({"1000000000000, not enough disk", "9000000000000000000, lists"})
    void fetchesNothingOfAHugeClaimedSize(long size, String reason) {
        files.computeIfPresent(WEIGHTS, (_, file) -> file.claiming(size));
        hub.repository(NAME).push(files);

        assertThatThrownBy(this::pull).isInstanceOf(IOException.class).hasMessageContaining(reason);
        assertThat(hub.requests(Server.STORAGE)).isEmpty();
        assertThat(registry().find(SOURCE)).isEmpty();
    }

    /// The hub's name means a public address, and its redirect one of this machine: nothing is sent
    /// there.
    @Test
    void publishesNothingThatAPublicHubSendsToAPrivateAddress() throws Exception {
        hub.fault(NAME, WEIGHTS, new Fault.Redirect(hub.storage() + "/private"));
        HubSettings settings =
                HubSettings.from(environment(), directory)
                        .at(URI.create("http://hub.test:" + hub.endpoint().getPort()));
        try (HubClient client = new HubClient(settings, new PublicHub(), Patience.real())) {
            ModelSync sync =
                    new ModelSync(
                            client,
                            new HubCache(settings.cache()),
                            directory.resolve("home"),
                            new ExternalFiles(),
                            ModelSync.Surroundings.ofProcess(false, Set.of()));

            assertThatThrownBy(() -> sync.pull(SOURCE, PullListener.SILENT))
                    .isInstanceOf(HubException.class)
                    .hasMessageContaining("private address 127.0.0.1");
        }
        assertThat(hub.requests(Server.STORAGE)).isEmpty();
        assertThat(registry().find(SOURCE)).isEmpty();
        assertThat(repository().resolve("snapshots")).doesNotExist();
    }

    private static final class PublicHub implements AddressResolver {
        @Override
        public List<InetAddress> resolve(String host) throws UnknownHostException {
            return List.of(InetAddress.getByName(host.equals("hub.test") ? "203.0.113.7" : host));
        }

        @Override
        public InetSocketAddress route(InetSocketAddress allowed) {
            return new InetSocketAddress(InetAddress.getLoopbackAddress(), allowed.getPort());
        }
    }

    @Test
    void takesTheCommitThatWasListedAlthoughTheBranchMoves() throws Exception {
        hub.fault(NAME, WEIGHTS, new Fault.Stall(100_000));
        FutureTask<Snapshot> pulling = new FutureTask<>(this::pull);
        Thread.startVirtualThread(pulling);
        hub.awaitStalled(1);
        files.put(WEIGHTS, FakeFile.large(safetensors(300_000, 2)));
        String next = hub.repository(NAME).push(files);
        hub.releaseStalls();

        assertThat(pulling.get().revision()).isEqualTo(commit);
        assertThat(pull().revision()).isEqualTo(next);
    }

    @Test
    void servesWithoutTheHub() throws Exception {
        Snapshot snapshot = pull();
        hub.close();

        assertThat(registry().find(SOURCE)).contains(snapshot);
    }

    private Snapshot pull() throws IOException, InterruptedException {
        return registry().pull(SOURCE, PullListener.SILENT);
    }

    private ModelRegistry registry() {
        return ModelRegistry.of(
                new BundledModels(List.of()), environment(), directory.resolve("home"), Set.of());
    }

    private Map<String, String> environment() {
        return Map.of(
                "HF_ENDPOINT", hub.endpoint().toString(),
                "HF_HUB_CACHE", directory.resolve("hub").toString(),
                "HF_HUB_DOWNLOAD_TIMEOUT", "1");
    }

    private Path blob(String ending) {
        return repository().resolve("blobs").resolve(digest(WEIGHTS) + ending);
    }

    private String digest(String file) {
        return requireNonNull(files.get(file)).digest().hex();
    }

    private Path repository() {
        return directory.resolve("hub/models--org--model");
    }
}
