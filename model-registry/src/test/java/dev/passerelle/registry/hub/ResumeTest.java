package dev.passerelle.registry.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ResumeTest extends DownloadFixture {

    @Test
    void asksOnlyForWhatIsMissing() throws Exception {
        Files.write(partial, Arrays.copyOf(large, 600_000));

        download(LARGE);

        assertThat(partial).hasBinaryContent(large);
        assertThat(pull.received()).isEqualTo(400_000);
        assertThat(ranges()).containsExactly("bytes=600000-");
    }

    @Test
    void asksForNothingWhenAllIsThere() throws Exception {
        Files.write(partial, large);

        download(LARGE);

        assertThat(hub.requests()).isEmpty();
        assertThat(pull.received()).isZero();
    }

    @Test
    void startsAnewWhenTheHubIgnoresTheRange() throws Exception {
        Files.write(partial, Arrays.copyOf(large, 600_000));
        hub.fault(NAME, LARGE, new Fault.IgnoredRange());

        download(LARGE);

        assertThat(partial).hasBinaryContent(large);
        assertThat(pull.received()).isEqualTo(400_000);
        assertThat(ranges()).containsExactly("bytes=600000-");
    }

    @Test
    void startsAnewWhenTheHubSendsAnotherPart() throws Exception {
        Files.write(partial, Arrays.copyOf(large, 600_000));
        hub.fault(NAME, LARGE, new Fault.WrongContentRange());

        download(LARGE);

        assertThat(partial).hasBinaryContent(large);
        assertThat(ranges()).containsExactly("bytes=600000-", "null");
    }

    @Test
    void startsAnewWhenTheHubRefusesTheRange() throws Exception {
        Files.write(partial, Arrays.copyOf(large, 600_000));
        hub.fault(NAME, LARGE, new Fault.RangeRefused());

        download(LARGE);

        assertThat(partial).hasBinaryContent(large);
        assertThat(ranges()).containsExactly("bytes=600000-", "null");
    }

    @Test
    void startsAnewWhenThePartialFileIsTooLong() throws Exception {
        Files.write(partial, Arrays.copyOf(large, large.length + 1));

        download(LARGE);

        assertThat(partial).hasBinaryContent(large);
        assertThat(pull.received()).isEqualTo(-1);
    }

    @Test
    void throwsAwayADamagedBeginning() throws Exception {
        byte[] damaged = Arrays.copyOf(large, 600_000);
        damaged[5]++;
        Files.write(partial, damaged);

        download(LARGE);

        assertThat(partial).hasBinaryContent(large);
        assertThat(ranges()).containsExactly("bytes=600000-", "null");
    }

    @Test
    void goesOnAfterATruncatedAnswer() throws Exception {
        hub.fault(NAME, LARGE, new Fault.Truncated(300_000));

        download(LARGE);

        assertThat(partial).hasBinaryContent(large);
        assertThat(ranges()).containsExactly("null", "bytes=300000-");
        assertThat(testing.pauses()).hasSize(1);
    }

    @Test
    void goesOnAfterBrokenConnections() throws Exception {
        hub.fault(
                NAME,
                LARGE,
                new Fault.Disconnect(200_000),
                new Fault.Disconnect(200_000),
                new Fault.Disconnect(700_000));

        download(LARGE);

        assertThat(partial).hasBinaryContent(large);
        assertThat(ranges())
                .containsExactly("null", "bytes=200000-", "bytes=200000-", "bytes=700000-");
        assertThat(pull.received()).isEqualTo(large.length);
    }

    @Test
    void goesOnAfterAStall() throws Exception {
        hub.fault(NAME, LARGE, new Fault.Stall(200_000));

        try (TestingClient impatient = impatient()) {
            impatient.client().download(repository, file(LARGE), partial, pull);
        }

        assertThat(partial).hasBinaryContent(large);
        assertThat(ranges()).containsExactly("null", "bytes=200000-");
        assertThat(pull.reasons()).singleElement().asString().contains("no byte came in time");
    }
}
