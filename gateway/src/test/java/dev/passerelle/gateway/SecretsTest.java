package dev.passerelle.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.passerelle.gateway.config.ConfigLoader;
import dev.passerelle.gateway.config.GatewayConfig;
import dev.passerelle.gateway.tls.TestIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {
    private static final List<String> SECRETS =
            List.of(
                    "hash-0123456789abcdef0123456789abcdef",
                    "redis-hunter2",
                    "url-hunter2",
                    "storage-hunter2",
                    TestIdentity.PASSWORD);

    private final TestIdentity identity = TestIdentity.of("EC");
    private final Logger root = Logger.getLogger("");
    private final Heard heard = new Heard();
    private final Logger helidon = Logger.getLogger("io.helidon");
    private final Level before = helidon.getLevel();

    @TempDir Path directory;

    @BeforeEach
    void listen() {
        root.addHandler(heard);
        helidon.setLevel(Level.ALL); // other tests silence it
    }

    @AfterEach
    void listenNoMore() {
        root.removeHandler(heard);
        helidon.setLevel(before);
    }

    @Test
    void noneIsInTheTextOfTheConfiguration() throws IOException {
        GatewayConfig config = config();

        assertThat(List.of(config, config.admission(), config.limits(), config.storage()))
                .allSatisfy(part -> assertThat(part.toString()).doesNotContain(SECRETS));
        assertThat(String.valueOf(config.server().tls())).doesNotContain(SECRETS);
    }

    @Test
    void noneIsInTheLogOfAStart() throws IOException {
        try (var listener = Listener.start(config().server(), _ -> {}, _ -> {})) {
            assertThat(listener.port()).isPositive();
        }

        assertThat(heard.lines).isNotEmpty();
        assertThat(String.join("\n", heard.lines)).doesNotContain(SECRETS);
    }

    private GatewayConfig config() throws IOException {
        String yaml =
                """
                server:
                  port: 0
                  tls: { keystore: "%s", keystore-password: %s }
                admission: { mode: keys, hash-secret: %s }
                limits: { redis-url: "redis://:%s@localhost:1" }
                storage: { url: "jdbc:postgresql://db/x?password=%s", user: me, password: %s }
                """
                        .formatted(
                                identity.file(),
                                SECRETS.get(4),
                                SECRETS.get(0),
                                SECRETS.get(1),
                                SECRETS.get(2),
                                SECRETS.get(3));
        Path file = Files.writeString(directory.resolve("passerelle.yaml"), yaml);
        return new ConfigLoader(Map.of()).load(file, Map.of());
    }

    /// Everything logged, as text.
    private static final class Heard extends Handler {
        private final Queue<String> lines = new ConcurrentLinkedQueue<>();
        private final SimpleFormatter formatter = new SimpleFormatter();

        @Override
        public void publish(LogRecord line) {
            lines.add(formatter.format(line));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
