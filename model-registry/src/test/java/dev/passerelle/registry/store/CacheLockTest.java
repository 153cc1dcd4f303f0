package dev.passerelle.registry.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
class CacheLockTest {

    private static final Duration NONE = Duration.ZERO;
    private static final Duration LONG = Duration.ofSeconds(10);

    @TempDir Path directory;

    @Test
    void excludesOthersOfThisProcessUntilItIsClosed() throws Exception {
        Path file = directory.resolve("a/b.lock");
        CacheLock lock = CacheLock.acquire(file, NONE);

        assertThatThrownBy(() -> CacheLock.acquire(file, NONE))
                .isInstanceOf(LockTimeoutException.class)
                .hasMessageContaining(file.toString());
        lock.close();
        lock.close();
        CacheLock.acquire(file, NONE).close();
        assertThat(file).exists();
    }

    @Test
    void isSharedAmongPulls() throws Exception {
        Path file = directory.resolve("pull.lock");
        try (CacheLock _ = CacheLock.acquireShared(file, NONE);
                CacheLock _ = CacheLock.acquireShared(file, NONE)) {
            assertThatThrownBy(() -> CacheLock.acquire(file, NONE))
                    .isInstanceOf(LockTimeoutException.class);
        }
        CacheLock.acquire(file, NONE).close();
    }

    @Test
    void waitsForTheHolder() throws Exception {
        Path file = directory.resolve("b.lock");
        CacheLock lock = CacheLock.acquire(file, NONE);
        CompletableFuture<CacheLock> next = new CompletableFuture<>();
        Thread waiting =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                next.complete(CacheLock.acquire(file, LONG));
                            } catch (IOException | InterruptedException e) {
                                next.completeExceptionally(e);
                            }
                        });

        assertThat(next).isNotDone();
        lock.close();
        next.get().close();
        waiting.join();
    }

    @Test
    void canBeInterrupted() throws Exception {
        Path file = directory.resolve("b.lock");
        try (CacheLock _ = CacheLock.acquire(file, NONE)) {
            CompletableFuture<CacheLock> next = new CompletableFuture<>();
            Thread waiting =
                    Thread.ofVirtual()
                            .start(() -> {
                                try {
                                    next.complete(CacheLock.acquire(file, LONG));
                                } catch (IOException | InterruptedException e) {
                                    next.completeExceptionally(e);
                                }
                            });
            waiting.interrupt();

            assertThatThrownBy(next::get)
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(InterruptedException.class);
        }
    }

    @Test
    void refusesALink() throws Exception {
        Path file = directory.resolve("link.lock");
        Files.createSymbolicLink(file, directory.resolve("elsewhere"));

        assertThatThrownBy(() -> CacheLock.acquire(file, NONE)).hasMessageContaining("is a link");
        assertThat(directory.resolve("elsewhere")).doesNotExist();
    }

    @Test
    void isBlockedByFlockOfAnotherProcessAndNamesIt() throws Exception {
        assumeTrue(runs("flock", "--version"), "there is no flock(1)");
        Path file = directory.resolve("c.lock");
        Process holder =
                new ProcessBuilder("flock", file.toString(), "sh", "-c", "echo held; read line")
                        .start();
        try {
            assertThat(holder.inputReader().readLine()).isEqualTo("held");
            assertThatThrownBy(() -> CacheLock.acquire(file, Duration.ofMillis(200)))
                    .isInstanceOf(LockTimeoutException.class)
                    .hasMessageContaining("holds");
            holder.getOutputStream().close();
            CacheLock.acquire(file, LONG).close();
        } finally {
            holder.destroy();
        }
    }

    @Test
    void blocksFlockOfAnotherProcess() throws Exception {
        assumeTrue(runs("flock", "--version"), "there is no flock(1)");
        Path file = directory.resolve("d.lock");
        try (CacheLock _ = CacheLock.acquire(file, NONE)) {
            assertThat(runs("flock", "-n", file.toString(), "true")).isFalse();
        }
        assertThat(runs("flock", "-n", file.toString(), "true")).isTrue();
    }

    @Test
    void isNotInheritedByChildren() throws Exception {
        Path file = directory.resolve("e.lock");
        CacheLock lock = CacheLock.acquire(file, NONE);
        Process child = new ProcessBuilder("cat").start();
        try {
            lock.close();
            CacheLock.acquire(file, NONE).close();
        } finally {
            child.destroy();
        }
    }

    private static boolean runs(String... command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
