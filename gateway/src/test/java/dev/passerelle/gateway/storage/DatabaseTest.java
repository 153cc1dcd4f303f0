package dev.passerelle.gateway.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.passerelle.gateway.config.StorageConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseTest {
    @TempDir Path home;

    @Test
    void aHomeHasAFileOnlyItsOwnerReads() throws IOException, SQLException {
        try (Database database = Database.open(StorageConfig.DEFAULT, home)) {
            insertKeyChange(database, 7);
        }
        try (Database database = Database.open(StorageConfig.DEFAULT, home);
                Connection connection = database.source().getConnection();
                Statement statement = connection.createStatement();
                var result = statement.executeQuery("SELECT changes FROM key_change")) {
            assertThat(result.next()).isTrue();
            assertThat(result.getLong(1)).isEqualTo(7);
        }
        assertThat(home.resolve("usage/passerelle.mv.db")).exists();
        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(home.resolve("usage"))))
                .isEqualTo("rwx------");
    }

    @Test
    void aHomeThatAnotherProcessHoldsSaysHowToMendIt() throws IOException {
        Database.open(StorageConfig.DEFAULT, home).close();
        try (FileChannel file =
                        FileChannel.open(
                                home.resolve("usage/passerelle.mv.db"),
                                StandardOpenOption.READ,
                                StandardOpenOption.WRITE);
                FileLock lock = file.lock()) {
            assertThat(lock.isValid()).isTrue();
            assertThatThrownBy(() -> Database.open(StorageConfig.DEFAULT, home))
                    .isInstanceOf(DatabaseInUseException.class)
                    .hasMessageContaining(home.toString())
                    .hasMessageContaining("PASSERELLE_HOME")
                    .hasMessageContaining("storage.url");
        }
    }

    @Test
    void otherDatabasesAreRefused() {
        assertThatThrownBy(() ->
                        Database.open("jdbc:mysql://host/db?password=hunter2", "u", "hunter2"))
                .isInstanceOf(DatabaseException.class)
                .hasMessageContaining("jdbc:postgresql:")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void aDriverThatDoesntTellWhichRowsAreNewIsRefused() {
        assertThatThrownBy(() ->
                        Database.open(
                                "jdbc:postgresql://127.0.0.1/db?reWriteBatchedInserts=true",
                                "u",
                                ""))
                .isInstanceOf(DatabaseException.class)
                .hasMessageContaining("reWriteBatchedInserts");
    }

    @Test
    void anAbsentServerIsSaidWithoutSecrets() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        String url = "jdbc:postgresql://127.0.0.1:%d/db?password=hunter2".formatted(port);
        FirstConnection first = new FirstConnection(DatabaseUrl.of(url), "u", "hunter2");

        assertThatThrownBy(() -> first.open(Duration.ofMillis(1)))
                .isInstanceOf(DatabaseException.class)
                .hasMessageContaining("storage.url")
                .hasMessageNotContaining("hunter2")
                .hasNoCause();
    }

    @Test
    void anUnreadableUrlIsSaidWithoutSecrets() {
        assertThatThrownBy(() ->
                        Database.open("jdbc:postgresql://host:no/db?password=hunter2", "u", ""))
                .isInstanceOf(DatabaseException.class)
                .hasMessageContaining("storage.url")
                .hasMessageNotContaining("hunter2");
    }

    private static void insertKeyChange(Database database, long changes) throws SQLException {
        try (Connection connection = database.source().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("UPDATE key_change SET changes = " + changes);
        }
    }
}
