package dev.passerelle.registry.hub;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.passerelle.registry.PullListener;
import dev.passerelle.registry.hub.HubException.Reason;
import dev.passerelle.registry.hub.RecordedRequest.Server;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A hub whose name counts as public, though all connections end on loopback.
@Timeout(30)
class AddressRuleTest {

    private static final String NAME = "org/name";
    private static final byte[] BYTES = new byte[1000];

    private final FakeHub hub = new FakeHub();
    private final Names names = new Names();
    private final TestingClient testing =
            new TestingClient(
                    TestingClient.settings(
                            URI.create("http://hub.test:" + hub.endpoint().getPort()),
                            "hf_secret",
                            Duration.ofSeconds(5)),
                    names);

    @TempDir Path directory;

    /// Resolves names of this test, and leads all connections to loopback.
    private static final class Names implements AddressResolver {
        private final List<InetSocketAddress> connections = new ArrayList<>();
        private String hub = "203.0.113.7";
        private List<String> storage = List.of("203.0.113.8");

        @Override
        public List<InetAddress> resolve(String host) throws UnknownHostException {
            List<InetAddress> addresses = new ArrayList<>();
            for (String address : addresses(host)) {
                addresses.add(InetAddress.getByName(address));
            }
            return addresses;
        }

        private List<String> addresses(String host) throws UnknownHostException {
            return switch (host) {
                case "hub.test" -> List.of(hub);
                case "storage.test" -> storage;
                default -> {
                    if (host.matches("[0-9a-fA-F.:]+")) {
                        yield List.of(host);
                    }
                    throw new UnknownHostException(host);
                }
            };
        }

        @Override
        public InetSocketAddress route(InetSocketAddress allowed) {
            connections.add(allowed);
            return new InetSocketAddress(InetAddress.getLoopbackAddress(), allowed.getPort());
        }
    }

    @BeforeEach
    void aRepository() {
        hub.repository(NAME).push(Map.of("model.gguf", FakeFile.large(BYTES)));
    }

    @AfterEach
    void close() throws IOException {
        testing.close();
        hub.close();
    }

    @Test
    void letsAPublicHubSendToAPublicStorage() throws Exception {
        redirectTo("storage.test:" + hub.storage().getPort());

        download();

        assertThat(directory.resolve("partial")).hasBinaryContent(BYTES);
        assertThat(names.connections)
                .extracting(InetSocketAddress::getHostString)
                .containsExactly("203.0.113.7", "203.0.113.8");
        assertThat(hub.requests(Server.STORAGE))
                .extracting(RecordedRequest::authorization)
                .containsOnlyNulls();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "10.1.2.3",
                "192.168.0.1",
                "172.20.0.1",
                "169.254.169.254",
                "100.64.1.1",
                "224.0.0.1",
                "0.0.0.0",
                "::1",
                "fe80::1",
                "fd00::1",
                "::ffff:127.0.0.1",
                "64:ff9b::7f00:1"
            })
    void refusesAPrivateAddressBeforeAnyConnection(String address) {
        names.storage = List.of("203.0.113.8", address);
        redirectTo("storage.test:" + hub.storage().getPort());

        HubException failure = failure();

        assertThat(failure.reason()).isEqualTo(Reason.UNSAFE);
        assertThat(failure)
                .hasMessageContaining("redirects to 'storage.test', the private address ")
                .hasMessageContaining("HF_ENDPOINT");
        assertNothingWasSent();
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, the private address",
        "[::1], the private address",
        "[::ffff:127.0.0.1], the private address",
        "127.1, an address in an unusual form",
        "2130706433, an address in an unusual form",
        "0x7f000001, an address in an unusual form",
        "0x7f.0.0.1, an address in an unusual form",
        "0177.0.0.1, an address in an unusual form",
        "127.0.0.1., an address in an unusual form",
    })
    void refusesPrivateAddressesInEverySpelling(String host, String reason) {
        redirectTo(host + ":" + hub.storage().getPort());

        HubException failure = failure();

        assertThat(failure.reason()).isIn(Reason.UNSAFE, Reason.PROTOCOL);
        assertNothingWasSent();
        if (failure.reason() == Reason.UNSAFE) {
            assertThat(failure).hasMessageContaining(reason);
        }
    }

    @Test
    void letsAPrivateHubSendAnywhere() throws Exception {
        names.hub = "10.0.0.5";
        names.storage = List.of("10.0.0.6");
        redirectTo("storage.test:" + hub.storage().getPort());

        download();

        assertThat(directory.resolve("partial")).hasBinaryContent(BYTES);
    }

    @Test
    void guardsTheListToo() {
        hub.fault(NAME, FakeHub.LISTING, new Fault.Redirect(hub.storage() + "/x"));

        HubException failure =
                requireNonNull(
                        catchThrowableOfType(
                                HubException.class,
                                () -> testing.client().repository(NAME, "main")));

        assertThat(failure.reason()).isEqualTo(Reason.UNSAFE);
        assertNothingWasSent();
    }

    private void assertNothingWasSent() {
        assertThat(hub.requests(Server.STORAGE)).isEmpty();
        assertThat(names.connections)
                .extracting(InetSocketAddress::getHostString)
                .containsOnly("203.0.113.7");
    }

    private void redirectTo(String authority) {
        String digest = FakeFile.large(BYTES).digest().hex();
        hub.fault(
                NAME,
                "model.gguf",
                new Fault.Redirect("http://%s/%s/%s".formatted(authority, NAME, digest)));
    }

    private void download() throws IOException, InterruptedException {
        Repository repository = testing.client().repository(NAME, "main");
        testing.client()
                .download(
                        repository,
                        repository.files().getFirst(),
                        directory.resolve("partial"),
                        PullListener.SILENT);
    }

    private HubException failure() {
        return requireNonNull(catchThrowableOfType(HubException.class, this::download));
    }
}
