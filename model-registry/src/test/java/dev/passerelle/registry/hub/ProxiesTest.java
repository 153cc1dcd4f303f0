package dev.passerelle.registry.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.passerelle.registry.PullListener;
import dev.passerelle.registry.hub.HubException.Reason;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hc.core5.http.HttpHost;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class ProxiesTest {

    private static final byte[] BYTES = new byte[1000];

    @TempDir Path directory;
    private final FakeHub hub = new FakeHub();
    private FakeProxy proxy;

    @BeforeEach
    void aRepository() throws IOException {
        proxy = new FakeProxy();
        hub.repository("org/name").push(Map.of("model.gguf", FakeFile.large(BYTES)));
    }

    @AfterEach
    void close() throws IOException {
        proxy.close();
        hub.close();
    }

    @Test
    void reachesHubAndStorageThroughTheProxyWithNamesThatOnlyItKnows() throws Exception {
        redirectTo("storage.test:" + hub.storage().getPort());

        download("me:p%40ss@");

        assertThat(directory.resolve("partial")).hasBinaryContent(BYTES);
        assertThat(proxy.requests())
                .hasSize(3)
                .first()
                .asString()
                .startsWith("GET http://hub.test:");
        assertThat(proxy.requests().getLast()).startsWith("GET http://storage.test:");
    }

    @Test
    void saysThatTheProxyWantsAPasswordWithoutShowingOne() {
        assertThatThrownBy(() -> download("me:wrong@"))
                .isInstanceOf(HubException.class)
                .hasMessageContaining("HTTPS_PROXY")
                .hasMessageNotContaining("wrong");
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.1.2.3", "inside.test"})
    void refusesAPrivateAddressThatIsKnownHere(String host) {
        redirectTo(host + ":" + hub.storage().getPort());

        assertThatThrownBy(() -> download("me:p%40ss@"))
                .isInstanceOfSatisfying(
                        HubException.class, e -> assertThat(e.reason()).isEqualTo(Reason.UNSAFE));
        assertThat(proxy.requests()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({
        "https://huggingface.co, s",
        "http://huggingface.co, p",
        "https://example.org, ",
        "https://a.example.org, ",
        "https://notexample.org, s",
        "https://10.0.0.1, "
    })
    void choosesByTheEnvironment(String target, String expected) throws Exception {
        Proxies proxies =
                proxies(
                        Map.of(
                                "https_proxy", "s:1",
                                "HTTPS_PROXY", "other:1",
                                "ALL_PROXY", "http://p",
                                "NO_PROXY", ".example.org, 10.0.0.1"));

        Proxies.Proxy chosen = proxies.of(HttpHost.create(target));

        assertThat(chosen == null ? null : chosen.host().getHostName()).isEqualTo(expected);
    }

    @Test
    void refusesAProxyOfAnotherKindWithoutShowingItsPassword() {
        assertThatThrownBy(() -> proxies(Map.of("HTTP_PROXY", "socks5://me:secret@host:1")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("HTTP_PROXY must be ")
                .hasMessageNotContaining("secret");
        assertThat(proxies(Map.of("HTTPS_PROXY", "http://me:secret@host:1")).toString())
                .doesNotContain("secret");
    }

    private static Proxies proxies(Map<String, String> environment) {
        return Proxies.from(new HubVariables(environment, Path.of("/")));
    }

    private void redirectTo(String authority) {
        hub.fault(
                "org/name",
                "model.gguf",
                new Fault.Redirect(
                        "http://%s/org/name/%s"
                                .formatted(authority, FakeFile.large(BYTES).digest().hex())));
    }

    private void download(String credentials) throws IOException, InterruptedException {
        HubSettings settings =
                HubSettings.from(
                        Map.of(
                                "HF_ENDPOINT",
                                "http://hub.test:" + hub.endpoint().getPort(),
                                "http_proxy",
                                "http://%s127.0.0.1:%d".formatted(credentials, proxy.port())),
                        directory);
        try (TestingClient testing = new TestingClient(settings, ProxiesTest::addresses)) {
            Repository repository = testing.client().repository("org/name", "main");
            testing.client()
                    .download(
                            repository,
                            repository.files().getFirst(),
                            directory.resolve("partial"),
                            PullListener.SILENT);
        }
    }

    /// This machine knows no name of the internet, as behind many proxies.
    private static List<InetAddress> addresses(String host) throws UnknownHostException {
        if (host.equals("inside.test")) {
            return List.of(InetAddress.getByName("192.168.1.1"));
        }
        if (host.matches("[0-9.]+")) {
            return List.of(InetAddress.getByName(host));
        }
        throw new UnknownHostException(host);
    }
}
