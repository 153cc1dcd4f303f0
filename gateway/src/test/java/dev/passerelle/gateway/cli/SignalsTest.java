package dev.passerelle.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

@DisabledOnOs(OS.WINDOWS)
@Timeout(60)
class SignalsTest {

    private @Nullable Process process;

    @Test
    void theFirstSignalDrainsAndExitsWith0() throws Exception {
        Process serve = serve("prompt");
        try (BufferedReader log = serve.errorReader()) {
            awaitLine(log, "ready on http://127.0.0.1:1 after");
            serve.toHandle().destroy();
            awaitLine(log, "SIGTERM: finishing running requests");
            awaitLine(log, "stopped");

            assertThat(serve.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(serve.exitValue()).isZero();
        }
    }

    @Test
    void theSecondSignalEndsAtOnce() throws Exception {
        Process serve = serve("endless");
        try (BufferedReader log = serve.errorReader()) {
            awaitLine(log, "ready on");
            serve.toHandle().destroy();
            awaitLine(log, "SIGTERM");
            serve.toHandle().destroy();

            assertThat(serve.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(serve.exitValue()).isEqualTo(143);
        }
    }

    private static void awaitLine(BufferedReader log, String part) throws IOException {
        String line = log.readLine();
        while (line != null && !line.contains(part)) {
            line = log.readLine();
        }
        assertThat(line).as("a line with " + part).isNotNull();
    }

    @AfterEach
    void endTheProcess() {
        if (process != null) {
            process.destroyForcibly();
        }
    }

    private Process serve(String drain) throws IOException {
        Process started =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx64m",
                                "-cp",
                                System.getProperty("java.class.path"),
                                SignalledServe.class.getName(),
                                drain)
                        .start();
        process = started;
        return started;
    }
}
