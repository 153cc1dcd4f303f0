package dev.passerelle.registry.hub;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.passerelle.registry.Digest;
import dev.passerelle.registry.hub.RecordedRequest.Server;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A repository at a fake hub, of a large file and a small one.
@Timeout(30)
abstract class DownloadFixture {

    static final String NAME = "org/name";
    static final String LARGE = "model.safetensors";
    static final String SMALL = "sub/config file+ü.json";

    final byte[] large = new byte[1_000_000];
    final byte[] small = "{\"a\": 1}".getBytes(UTF_8);
    final FakeHub hub = new FakeHub();
    final TestingClient testing = new TestingClient(hub.endpoint(), "hf_secret");
    final RecordedPull pull = new RecordedPull();

    @TempDir Path directory;
    Path partial;
    Repository repository;

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

    void download(String path) throws IOException, InterruptedException {
        testing.client().download(repository, file(path), partial, pull);
    }

    HubException failure(String path) {
        return failure(repository, file(path));
    }

    HubException failure(Repository repository, String path) {
        return failure(repository, file(repository, path));
    }

    HubException failure(Repository repository, RemoteFile file) {
        return requireNonNull(
                catchThrowableOfType(
                        HubException.class,
                        () -> testing.client().download(repository, file, partial, pull)));
    }

    Repository repository(String revision) {
        try {
            return testing.client().repository(NAME, revision);
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    RemoteFile file(String path) {
        return file(repository, path);
    }

    static RemoteFile file(Repository repository, String path) {
        return repository.files().stream()
                .filter(file -> file.path().equals(path))
                .findFirst()
                .orElseThrow();
    }

    TestingClient impatient() {
        return new TestingClient(
                TestingClient.settings(hub.endpoint(), null, Duration.ofMillis(200)),
                AddressResolver.SYSTEM);
    }

    List<String> ranges() {
        return hub.requests(Server.STORAGE).stream()
                .map(request -> String.valueOf(request.range()))
                .toList();
    }

    static Digest digest(byte[] bytes) {
        return FakeFile.small(bytes).digest();
    }
}
