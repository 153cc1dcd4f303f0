package dev.passerelle.gateway.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Where the secret of key hashes comes from, and what the hashes tell.
class KeyHashTest {
    private static final KeyText KEY = KeyText.make(new SecureRandom());

    @TempDir Path directory;

    @Test
    void aSecretIsMadeOnceForItsOwnerAlone() throws IOException {
        Path home = directory.resolve("home");
        String first = KeyHash.ofHome(home, null).of(KEY);
        assertThat(KeyHash.ofHome(home, null).of(KEY)).isEqualTo(first);
        assertThat(permissions(home)).isEqualTo("rwx------");
        assertThat(permissions(home.resolve("key-hash"))).isEqualTo("rw-------");
        try (Stream<Path> files = Files.list(home)) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void theSecretOfAFileCanBeConfiguredElsewhere() throws IOException {
        String first = KeyHash.ofHome(directory, null).of(KEY);
        String secret = Files.readString(directory.resolve("key-hash")).strip();
        assertThat(KeyHash.ofHome(directory.resolve("other"), secret).of(KEY)).isEqualTo(first);
        assertThat(directory.resolve("other")).doesNotExist();
    }

    @Test
    void thoseThatStartTogetherGetTheSameSecret() throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        List<Callable<String>> starts = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            starts.add(() -> {
                start.await();
                return KeyHash.ofHome(directory, null).of(KEY);
            });
        }
        Set<String> hashes = new HashSet<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> results = starts.stream().map(threads::submit).toList();
            start.countDown();
            for (Future<String> result : results) {
                hashes.add(result.get());
            }
        }
        assertThat(hashes).hasSize(1);
    }

    @Test
    void aSecretThatOthersMayReadIsRefused() throws IOException {
        KeyHash.ofHome(directory, null);
        Path file = directory.resolve("key-hash");
        String secret = Files.readString(file).strip();
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        assertThatThrownBy(() -> KeyHash.ofHome(directory, null))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("chmod 600")
                .hasMessageNotContaining(secret);
    }

    @Test
    void aDamagedSecretIsRefused() throws IOException {
        KeyHash.ofHome(directory, null);
        Files.writeString(directory.resolve("key-hash"), "short");
        assertThatThrownBy(() -> KeyHash.ofHome(directory, null)).hasMessageContaining("damaged");
    }

    @Test
    void aConfiguredSecretHasAtLeast32Characters() {
        assertThatThrownBy(() -> KeyHash.ofHome(directory, "x".repeat(31)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least 32")
                .hasMessageNotContaining("xxx");
        assertThat(KeyHash.of("x".repeat(32)).toString()).isEqualTo("KeyHash");
    }

    @Test
    void hashesDependOnSecretAndKey() {
        KeyHash one = KeyHash.of("1".repeat(32));
        KeyText other = KeyText.make(new SecureRandom());
        assertThat(one.of(KEY)).hasSize(64).isNotEqualTo(one.of(other));
        assertThat(one.of(KEY)).isNotEqualTo(KeyHash.of("2".repeat(32)).of(KEY));
        assertThat(one.matches(KEY, null)).isFalse();
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
