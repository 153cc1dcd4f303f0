package dev.passerelle.gateway.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.passerelle.gateway.upstream.Script;
import dev.passerelle.gateway.upstream.ScriptedUpstream;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A gateway with deployments in two regions, one of which fails: calls confined to that one get
/// 503 with the reason, and the other region sees nothing of them.
@Timeout(30)
class RegionsTest {
    private final ScriptedUpstream paris = ScriptedUpstream.playing(Script.status(500));
    private final ScriptedUpstream warsaw = ScriptedUpstream.playing(Script.answering("A", "B"));
    private final RoutedGateway gateway =
            new RoutedGateway(
                    List.of(
                            RoutedGateway.route(
                                    "m",
                                    RoutedGateway.to("paris", paris, "fr-par"),
                                    RoutedGateway.to("warsaw", warsaw, "pl-waw"))));

    @AfterEach
    void close() throws IOException {
        gateway.close();
        paris.close();
        warsaw.close();
    }

    @Test
    void letsOnlyFreeCallsLeaveTheirRegion() throws IOException {
        for (int i = 0; i < 20; i++) {
            boolean stream = i % 2 == 0;
            Reply confined = gateway.ask("m", stream, "key-paul", "");
            Reply asked =
                    gateway.ask("m", stream, RoutedGateway.KEY, "x-passerelle-region: fr-par\r\n");

            for (Reply refused : List.of(confined, asked)) {
                assertThat(refused.status()).isEqualTo(503);
                assertThat(refused.body()).contains("fr-par", "\"region_unavailable\"");
            }
        }
        assertThat(warsaw.requests).isEmpty();
        assertThat(paris.requests).isNotEmpty();

        assertThat(gateway.ask("m", false).body()).contains("\"AB\"");
        assertThat(warsaw.requests).hasSize(1);
    }
}
