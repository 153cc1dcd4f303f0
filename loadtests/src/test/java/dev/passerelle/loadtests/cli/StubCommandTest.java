package dev.passerelle.loadtests.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PipedReader;
import java.io.PipedWriter;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StubCommandTest {
    private final Shell shell = new Shell();

    @Test
    void refusesAsOftenAsTold() throws Exception {
        try (Started stub = new Started("--error", "503@1", "--ttft", "0")) {
            assertThat(stub.ask().statusCode()).isEqualTo(503);
        }
    }

    @Test
    void stallsWhenTold() throws Exception {
        try (Started stub = new Started("--stall", "0s+300ms", "--ttft", "0", "--itl", "0")) {
            long began = System.nanoTime();
            HttpResponse<String> answer = stub.ask();

            assertThat(System.nanoTime() - began).isGreaterThanOrEqualTo(300_000_000);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).contains("\"completion_tokens\":3");
        }
    }

    @Test
    void aPortThatIsTakenIsSaidInOneLine() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = String.valueOf(taken.getLocalPort());

            assertThat(shell.run("stub", "--port", port)).isEqualTo(1);
            assertThat(shell.err.toString())
                    .contains("can't listen on 127.0.0.1:" + port + ": the address is taken")
                    .hasLineCount(1);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--port=70000  | --port is 70000; allowed: a whole number from 0 to 65535",
                "--port=x      | --port",
                "--error=429   | --error: '429' can't be used: allowed is a status from 400",
                "--error=429@2 | --error: '429@2' can't be used: allowed is a status from 400",
                "--error=99@.1 | --error: '99@.1' can't be used: allowed is a status from 400",
                "--stall=1s    | --stall: '1s' can't be used: allowed is when it begins, +",
                "--stall=1+2s  | --stall: '1+2s' can't be used: allowed is a duration",
                "--cut=2       | --cut is 2.0; allowed: a number from 0 to 1",
                "--hang=-1     | --hang is -1.0; allowed: a number from 0 to 1",
                "--cut=NaN     | --cut is NaN; allowed: a number from 0 to 1",
                "--slots=-1    | --slots is -1; allowed: a whole number from 0",
                "--max-tokens=0| --max-tokens is 0; allowed: a whole number from 1",
                "--itl=foo(1)  | --itl: 'foo(1)' can't be used",
                "--error=500@.6 --hang=.6 | come to 1.2; allowed: 1 at most",
            })
    void valuesThatCantBeAreToldWithThoseAllowed(String flags, String message) {
        assertThat(shell.run(("stub " + flags.strip()).split(" "))).isEqualTo(2);
        assertThat(shell.err.toString()).contains(message.strip());
        assertThat(shell.out.toString()).isEmpty();
    }

    /// A stub started from the command line, ended as a signal does.
    private final class Started implements AutoCloseable {
        private final List<Runnable> ends = new ArrayList<>();
        private final PipedReader printed = new PipedReader();
        private final CompletableFuture<Integer> code;
        private final URI url;

        Started(String... flags) throws IOException {
            var out = new PrintWriter(new PipedWriter(printed), true);
            List<String> command = new ArrayList<>(List.of("stub", "--port", "0"));
            command.addAll(List.of(flags));
            code =
                    CompletableFuture.supplyAsync(
                            () -> shell.run(out, ends::add, command.toArray(String[]::new)));
            String line = new BufferedReader(printed).readLine();
            url = URI.create(line.replaceAll(".* at (\\S+), model stub", "$1"));
        }

        HttpResponse<String> ask() throws IOException, InterruptedException {
            String body =
                    """
                    {"model": "stub", "max_tokens": 3, "messages": [{"role": "user", "content": "a"}]}
                    """;
            try (HttpClient client = HttpClient.newHttpClient()) {
                return client.send(
                        HttpRequest.newBuilder(URI.create(url + "/chat/completions"))
                                .header("content-type", "application/json")
                                .POST(BodyPublishers.ofString(body))
                                .build(),
                        BodyHandlers.ofString());
            }
        }

        @Override
        public void close() {
            ends.getFirst().run();
            assertThat(code.join()).isZero();
            assertThat(shell.err.toString()).isEmpty();
        }
    }
}
