package dev.passerelle.gateway.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.passerelle.gateway.upstream.Script;
import dev.passerelle.gateway.upstream.ScriptedUpstream;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Two gateways, one in each region, the second a deployment of the first. When the servers of the
/// first region fail, calls confined to it get 503 with the reason and the other region sees
/// nothing of them; others fall over.
@Timeout(30)
class RegionsTest {
    private static final String CONFINED_BY_KEY = "key-paul";
    private static final String HEADER = "x-passerelle-region: fr-par\r\n";

    private final ScriptedUpstream paris = ScriptedUpstream.playing(Script.status(500));
    private final ScriptedUpstream amsterdam = ScriptedUpstream.playing(Script.answering("A", "B"));
    private final RoutedGateway there =
            new RoutedGateway(
                    List.of(
                            RoutedGateway.route(
                                    "there", RoutedGateway.to("own", amsterdam, "nl-ams"))));
    private final RoutedGateway here =
            new RoutedGateway(
                    List.of(
                            RoutedGateway.route(
                                    "m",
                                    RoutedGateway.to("paris", paris, "fr-par"),
                                    RoutedGateway.to(
                                            "amsterdam",
                                            address(there),
                                            RoutedGateway.KEY,
                                            "nl-ams",
                                            64))));

    private static URI address(RoutedGateway gateway) {
        return URI.create("http://127.0.0.1:" + gateway.gateway.port() + "/v1");
    }

    @AfterEach
    void close() throws IOException {
        here.close();
        there.close();
        paris.close();
        amsterdam.close();
    }

    /// What may befall the first region's servers before a client has its first byte.
    static Stream<Script> failures() {
        return Stream.of(
                Script.status(500),
                Script.status(429, "Retry-After: 1"),
                Script.reset(),
                Script.garbage(),
                Script.cutAfter(0),
                Script.errorAfter(0));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void keepsConfinedCallsFromTheOtherRegion(Script failure) throws IOException {
        paris.play(failure);
        for (int i = 0; i < 10; i++) {
            boolean stream = i % 2 == 0;
            isRefused(here.ask("m", stream, CONFINED_BY_KEY, ""));
            isRefused(here.ask("m", stream, RoutedGateway.KEY, HEADER));
            isRefused(here.ask("m", stream, CONFINED_BY_KEY, HEADER));
        }

        assertThat(paris.requests).isNotEmpty();
        sawNothing();
    }

    private static void isRefused(Reply refused) {
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.header("retry-after")).isPresent();
        assertThat(refused.body())
                .contains("\"region_unavailable\"", "fr-par")
                .doesNotContain("nl-ams");
    }

    private void sawNothing() {
        assertThat(there.ledger.opened()).isZero();
        assertThat(amsterdam.requests).isEmpty();
        assertThat(amsterdam.connections()).isZero();
    }

    @Test
    void keepsAConfinedStreamThatBreaksOff() throws IOException {
        paris.play(Script.cutAfter(2));
        Reply broken = here.ask("m", true, CONFINED_BY_KEY, "");

        assertThat(broken.body()).contains("t1", "upstream_failed").doesNotContain(Reply.DONE);
        sawNothing();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void letsFreeCallsFallOver(boolean stream) throws IOException, InterruptedException {
        for (int i = 0; i < 10; i++) {
            Reply reply = here.ask("m", stream);
            assertThat(reply.status()).as(reply.body()).isEqualTo(200);
            assertThat(reply.body()).contains(stream ? "\"A\"" : "\"AB\"");
            assertThat(reply.header("x-passerelle-deployment")).contains("amsterdam");
            assertThat(reply.complete()).isTrue();
            assertThat(Charge.of(here.ledger.next())).isEqualTo(Charge.REPORTED);
            assertThat(Charge.of(there.ledger.next())).isEqualTo(Charge.REPORTED);
        }

        isRefused(here.ask("m", stream, CONFINED_BY_KEY, ""));
        assertThat(there.ledger.opened()).isEqualTo(10);
        assertThat(amsterdam.requests).hasSize(10);
    }
}
