package dev.passerelle.gateway.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.passerelle.gateway.config.ResilienceConfig;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Some hundred calls with all troubles and clients that leave, at once and at random: each comes
/// to what it may come to, and nothing is held afterwards. [ChaosRun] makes thousands.
@Timeout(60)
class StormTest {
    private static final int PLACES = 8;

    @Test
    void leavesEveryPlaceFree() throws IOException, InterruptedException {
        try (World world = new World(RoutedGateway.TIRELESS, PLACES)) {
            Storm storm = blow(world, 2, false);
            Aftermath after = new Aftermath(world, PLACES);
            after.useEveryPlace();
            after.forget();
            assertThat(after.wrong()).as("after %s", storm.tally()).isEmpty();
        }
    }

    @Test
    void endsWellWhereAnswersAreShared() throws IOException, InterruptedException {
        try (World world = new World(RoutedGateway.TIRELESS, 64, true)) {
            blow(world, 4, false);
        }
    }

    @Test
    void endsWellWhileDeploymentsAreLeftAlone() throws IOException, InterruptedException {
        try (World world = new World(ResilienceConfig.DEFAULT, 64)) {
            blow(world, 3, true);
        }
    }

    private static Storm blow(World world, long seed, boolean weary)
            throws IOException, InterruptedException {
        Storm storm = new Storm(world, seed, 150, weary);
        storm.blow(150);
        assertThat(storm.wrong()).isEmpty();
        Aftermath after = new Aftermath(world, 0);
        after.awaitNothingHeld();
        assertThat(after.wrong()).isEmpty();
        return storm;
    }
}
