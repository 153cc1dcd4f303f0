package dev.passerelle.registry.hub;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.passerelle.registry.hub.HubException.Reason;
import dev.passerelle.registry.hub.RecordedRequest.Server;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RefusedDownloadTest extends DownloadFixture {

    @ParameterizedTest
    @ValueSource(strings = {LARGE, SMALL})
    void throwsAwayWhatIsDamagedTwice(String file) {
        hub.fault(NAME, file, 2, new Fault.BitFlip(3));

        HubException failure = failure(file);

        assertThat(failure.reason()).isEqualTo(Reason.MISMATCH);
        assertThat(failure)
                .hasMessageStartingWith("org/name, " + file + ": the bytes are ")
                .hasMessageContaining("announced were " + file(file).digest());
        assertThat(partial).doesNotExist();
        assertThat(pull.received()).isZero();
    }

    @Test
    void refusesAStorageThatHoldsLess() {
        hub.repository(NAME).push(Map.of(LARGE, FakeFile.large(large).claiming(large.length + 5L)));

        HubException failure = failure(repository("main"), LARGE);

        assertThat(failure.reason()).isEqualTo(Reason.MISMATCH);
        assertThat(failure)
                .hasMessageContaining("the storage holds 1000000 bytes, announced were 1000005");
        assertThat(partial).doesNotExist();
    }

    @Test
    void stopsAtOnceWhenMoreComesThanAnnounced() {
        hub.fault(NAME, LARGE, 2, new Fault.Surplus(1));

        HubException failure = failure(LARGE);

        assertThat(failure.reason()).isEqualTo(Reason.MISMATCH);
        assertThat(failure).hasMessageContaining("more bytes came than the 1000000 announced");
        assertThat(partial).doesNotExist();
    }

    @Test
    void givesUpWhenNothingProgresses() throws Exception {
        hub.fault(NAME, LARGE, 6, new Fault.Disconnect(200_000));

        HubException failure = failure(LARGE);

        assertThat(failure.reason()).isEqualTo(Reason.UNREACHABLE);
        assertThat(failure).hasMessageContaining("given up after 6 attempts");
        assertThat(partial).hasBinaryContent(Arrays.copyOf(large, 200_000));
    }

    @Test
    void saysThatItIsRateLimited() {
        hub.fault(NAME, LARGE, 6, Fault.tooManyRequests("1"));

        HubException failure = failure(LARGE);

        assertThat(failure.reason()).isEqualTo(Reason.RATE_LIMITED);
        assertThat(failure).hasMessageContaining("status 429; given up after 6 attempts");
    }

    @Test
    void refusesAnotherEtagThanListed() throws Exception {
        Files.write(partial, Arrays.copyOf(large, 10));
        hub.fault(NAME, LARGE, new Fault.WrongEtag("0".repeat(64)));

        HubException failure = failure(LARGE);

        assertThat(failure.reason()).isEqualTo(Reason.MISMATCH);
        assertThat(failure).hasMessageContaining("now announces sha256:000000");
        assertThat(partial).doesNotExist();
        assertThat(hub.requests(Server.STORAGE)).isEmpty();
    }

    @Test
    void refusesAnotherSizeThanListed() {
        hub.fault(NAME, LARGE, new Fault.WrongLinkedSize(1L << 50));

        assertThat(failure(LARGE).reason()).isEqualTo(Reason.MISMATCH);
        assertThat(hub.requests(Server.STORAGE)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {LARGE, SMALL})
    void refusesAnotherCommit(String file) throws Exception {
        Files.write(partial, Arrays.copyOf(file.equals(LARGE) ? large : small, 3));
        hub.fault(NAME, file, new Fault.OtherCommit("f".repeat(40)));

        HubException failure = failure(file);

        assertThat(failure.reason()).isEqualTo(Reason.PROTOCOL);
        assertThat(failure).hasMessageContaining("the hub answered with " + "f".repeat(40));
        assertThat(partial).hasSize(3);
        assertThat(hub.requests()).hasSize(1);
    }

    @Test
    void endsARedirectLoop() {
        hub.fault(NAME, LARGE, 20, new Fault.RedirectLoop());

        HubException failure = failure(LARGE);

        assertThat(failure.reason()).isEqualTo(Reason.PROTOCOL);
        assertThat(failure).hasMessageContaining("more than 10 redirects");
        assertThat(hub.requests()).hasSize(11);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://127.0.0.1/x",
                "file:///etc/passwd",
                "http://user:word@127.0.0.1/x",
                "javascript:x"
            })
    void refusesRedirectsOfNoHub(String location) {
        hub.fault(NAME, LARGE, new Fault.Redirect(location));

        HubException failure = failure(LARGE);

        assertThat(failure.reason()).isEqualTo(Reason.UNSAFE);
        assertThat(failure).message().doesNotContain("word");
        assertThat(hub.requests()).hasSize(1);
    }

    @Test
    void refusesARedirectThatCantBeRead() {
        hub.fault(NAME, LARGE, new Fault.Redirect("http://[::g]/"));

        assertThat(failure(LARGE).reason()).isEqualTo(Reason.PROTOCOL);
    }

    @Test
    void givesUpWhenTheStorageRefusesTwice() {
        hub.fault(NAME, LARGE, 2, new Fault.StorageStatus(403));

        HubException failure = failure(LARGE);

        assertThat(failure.reason()).isEqualTo(Reason.FORBIDDEN);
        assertThat(failure).hasMessageContaining("the storage 127.0.0.1, where the hub sent us");
        assertThat(failure).message().doesNotContain("X-Amz");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../evil", "/etc/passwd", "a/../../b", "a\\b", "a//b", "./a", "a\nb"})
    void fetchesNothingWhoseNameLeadsOutOfTheRepository(String path) {
        RemoteFile file = new RemoteFile(path, 3, digest(small));

        assertThatThrownBy(() -> testing.client().download(repository, file, partial, pull))
                .isInstanceOf(HubException.class)
                .returns(Reason.UNSAFE, e -> ((HubException) e).reason());
        assertThat(hub.requests()).isEmpty();
        assertThat(partial).doesNotExist();
    }

    @Test
    void namesAMissingFile() {
        RemoteFile file = new RemoteFile("none.json", 3, digest(small));

        assertThat(failure(repository, file))
                .hasMessage("org/name has no file 'none.json' at " + repository.commit())
                .returns(Reason.NOT_FOUND, HubException::reason);
    }

    /// Ten seconds pass with every look at the clock, of which each piece of bytes takes two.
    @Test
    void givesUpOnAHubThatOnlyDrips() throws Exception {
        AtomicLong seconds = new AtomicLong();
        hub.fault(NAME, LARGE, 50, new Fault.Slow(5_000));
        try (TestingClient slow =
                new TestingClient(
                        TestingClient.settings(hub.endpoint(), null, Duration.ofSeconds(5)),
                        AddressResolver.SYSTEM,
                        () -> TestingClient.NOW.plusSeconds(seconds.addAndGet(10)))) {
            HubException failure =
                    requireNonNull(
                            catchThrowableOfType(
                                    HubException.class,
                                    () ->
                                            slow.client()
                                                    .download(
                                                            repository,
                                                            file(LARGE),
                                                            partial,
                                                            pull)));

            assertThat(failure.reason()).isEqualTo(Reason.UNREACHABLE);
            assertThat(failure).hasMessageContaining("sent less than 1024 bytes a second");
            assertThat(slow.pauses()).hasSize(5);
        }
        assertThat(partial).exists();
    }
}
