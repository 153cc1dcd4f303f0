package dev.passerelle.gateway.admission.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Three processes on one Redis share a budget to the token.
@Timeout(90)
class GatewayProcessesTest {

    @Test
    void shareABudgetToTheToken() throws IOException, InterruptedException {
        try (TestRedis redis = new TestRedis()) {
            List<Process> processes = new ArrayList<>();
            for (String id : List.of("a", "b", "c")) {
                processes.add(start(redis, id));
            }
            long used = 0;
            for (Process process : processes) {
                used += used(process);
            }
            assertThat(used).isBetween(1L, GatewayProcess.BUDGET.capacity());
            World world = new World();
            assertThat(world.sum(redis, GatewayProcess.BUDGET)).isEqualTo(used);
            try (RedisLimiter last = world.gateway(redis.uri(), "d")) {
                assertThat(World.left(last, GatewayProcess.BUDGET))
                        .isEqualTo(GatewayProcess.BUDGET.capacity() - used);
                assertThat(World.left(last, GatewayProcess.RUNNING)).isEqualTo(8);
            }
        }
    }

    private static Process start(TestRedis redis, String id) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        GatewayProcess.class.getName(),
                        redis.uri().toString(),
                        id)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static long used(Process process) throws IOException, InterruptedException {
        String said =
                new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertThat(process.waitFor()).isZero();
        assertThat(said).startsWith("used ");
        return Long.parseLong(said.substring("used ".length()));
    }
}
