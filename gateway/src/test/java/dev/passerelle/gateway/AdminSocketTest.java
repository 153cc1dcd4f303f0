package dev.passerelle.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.passerelle.gateway.admin.AdminClient;
import dev.passerelle.gateway.admin.AdminException;
import dev.passerelle.gateway.admin.AdminSocket;
import dev.passerelle.gateway.admin.Administration;
import dev.passerelle.gateway.admin.AuditDesk;
import dev.passerelle.gateway.admin.Desks;
import dev.passerelle.gateway.admin.FakeKeys;
import dev.passerelle.gateway.admin.KeyDesk;
import dev.passerelle.gateway.admin.UsageDesk;
import dev.passerelle.gateway.admin.WireKey;
import dev.passerelle.gateway.http.Door;
import dev.passerelle.gateway.openai.QueryParameters;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The owner's socket, with a real one.
@SuppressWarnings("NullAway.Init") // set before each test
class AdminSocketTest {
    private static final InstantSource CLOCK = InstantSource.fixed(TestingGateway.NOW);
    private static final QueryParameters ALL = new QueryParameters(Map.of());

    @TempDir Path directory;
    private final FakeKeys keys = new FakeKeys(CLOCK);
    private final TestingGateway gateway =
            TestingGateway.administrated(
                    TestingGateway.config(),
                    Door.open(),
                    new Desks(
                            new KeyDesk(keys, CLOCK),
                            new UsageDesk(_ -> List.of(), CLOCK),
                            new AuditDesk(_ -> List.of())));
    private Path home;

    @BeforeEach
    void chooseHome() {
        home = directory.resolve("home");
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void administratesWithoutAKey() throws IOException {
        try (AdminSocket _ = gateway.gateway().openSocket(home);
                Administration admin = AdminClient.find(home).orElseThrow()) {
            WireKey made = admin.create(wish("name", "CI"));
            assertThat(made.key()).isEqualTo("sk-pas-key1-SECRET");
            assertThat(admin.keys(ALL).data()).extracting(WireKey::name).containsExactly("CI");
            assertThat(admin.keys(ALL).data()).extracting(WireKey::key).containsOnlyNulls();
            assertThat(admin.rotate("sk-pas-key1", wish("overlap", "1h")).id()).isEqualTo("key2");
            assertThat(admin.revoke("key2").status()).isEqualTo("revoked");
            assertThat(admin.usage(ALL).rows()).isEmpty();
        }
        assertThat(keys.actions()).allMatch(action -> action.startsWith("local "));
    }

    @Test
    void passesOnWhatTheServerRefuses() throws IOException {
        try (AdminSocket _ = gateway.gateway().openSocket(home);
                Administration admin = AdminClient.find(home).orElseThrow()) {
            assertThatThrownBy(() -> admin.revoke("none"))
                    .isInstanceOf(AdminException.class)
                    .hasMessageContaining("no key 'none'");
        }
    }

    @Test
    void isItsOwnersOnly() throws IOException {
        try (AdminSocket socket = gateway.gateway().openSocket(home)) {
            assertThat(socket.path()).isEqualTo(home.resolve("admin.sock"));
            assertThat(permissions(socket.path())).isEqualTo("rw-------");
            assertThat(permissions(home)).isEqualTo("rwx------");
        }
        assertThat(home).isEmptyDirectory();
        assertThat(AdminClient.find(home)).isEmpty();
    }

    @Test
    void takesThePlaceOfADeadProcessButNotOfALiveOne() throws IOException {
        Path path = Files.createDirectories(home).resolve("admin.sock");
        try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            dead.bind(UnixDomainSocketAddress.of(path));
        }
        assertThat(path).exists();
        assertThat(AdminClient.find(home)).isEmpty();

        try (AdminSocket _ = gateway.gateway().openSocket(home)) {
            assertThatThrownBy(() -> gateway.gateway().openSocket(home))
                    .isInstanceOf(AdminException.class)
                    .hasMessageContaining("another server answers on " + path);
            try (Administration admin = AdminClient.find(home).orElseThrow()) {
                assertThat(admin.keys(ALL).data()).isEmpty();
            }
        }
    }

    @Test
    void isElsewhereIfItsPathWouldBeTooLong() throws IOException {
        home = directory.resolve("x".repeat(100));
        try (AdminSocket socket = gateway.gateway().openSocket(home)) {
            assertThat(permissions(socket.path())).isEqualTo("rw-------");
            assertThat(permissions(socket.path().resolveSibling("."))).isEqualTo("rwx------");
            try (Administration admin = AdminClient.find(home).orElseThrow()) {
                assertThat(admin.keys(ALL).data()).isEmpty();
            }
        }
        assertThat(home).isEmptyDirectory();
    }

    private static ObjectNode wish(String name, String value) {
        return JsonNodeFactory.instance.objectNode().put(name, value);
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
