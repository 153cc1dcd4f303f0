package dev.passerelle.loadtests.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.passerelle.loadtests.result.Result;
import dev.passerelle.loadtests.result.ResultFile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A process of its own, as only a process can be sent a signal.
@Timeout(60)
class SignalsTest {
    private static final byte[] ANSWER =
            """
            {"choices": [{"message": {"role": "assistant", "content": "a"}, "finish_reason": "stop"}],
             "usage": {"prompt_tokens": 9, "completion_tokens": 1}}
            """
                    .getBytes(UTF_8);

    @TempDir Path directory;

    /// Of calibration, and enough after it.
    private final CountDownLatch requests = new CountDownLatch(30);

    @Test
    void aSignalEndsARunWithItsReport() throws Exception {
        HttpServer server = server();
        Process run = start("http://127.0.0.1:" + server.getAddress().getPort() + "/v1");
        try {
            requests.await();
            run.destroy();

            assertThat(run.waitFor()).isZero();
            Result result = ResultFile.read(directory.resolve("run.json"));
            assertThat(result.ended()).isEqualTo("interrupted");
            assertThat(result.summary().requests().succeeded()).isPositive();
            assertThat(directory)
                    .isDirectoryNotContaining(file -> file.toString().endsWith(".part"));
            assertThat(directory.resolve("run.csv")).content().endsWith("\n");
        } finally {
            run.destroyForcibly();
            server.stop(0);
        }
    }

    private HttpServer server() throws IOException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
        return server;
    }

    private void answer(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().readAllBytes();
        exchange.getResponseHeaders().set("content-type", "application/json");
        exchange.sendResponseHeaders(200, ANSWER.length);
        exchange.getResponseBody().write(ANSWER);
        exchange.close();
        requests.countDown();
    }

    private Process start(String url) throws IOException {
        List<String> command =
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LoadTest.class.getName(),
                        "--url=" + url,
                        "--model=m",
                        "--no-stream",
                        "--no-metrics",
                        "--rate=100",
                        "--duration=10m",
                        "--warm-up=0s",
                        "--quiet",
                        "--out=" + directory.resolve("run"));
        return new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }
}
