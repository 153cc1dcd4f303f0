package dev.passerelle.registry.hub;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.passerelle.registry.PullListener;
import dev.passerelle.registry.hub.FakeHub.Detail;
import dev.passerelle.registry.hub.HubException.Reason;
import dev.passerelle.registry.hub.RecordedRequest.Server;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class ListingTest {

    private static final String NAME = "org/name";
    private static final FakeFile SMALL = FakeFile.small("{}");
    private static final FakeFile LARGE = FakeFile.large(new byte[1000]);

    private final FakeHub hub = new FakeHub();
    private final TestingClient testing = new TestingClient(hub.endpoint(), null);

    @TempDir Path directory;
    private String commit = "";

    @BeforeEach
    void aRepository() {
        Map<String, FakeFile> files = new LinkedHashMap<>();
        files.put("config.json", SMALL);
        files.put("onnx/model.onnx", LARGE);
        files.put("a b+ü.txt", SMALL);
        commit = hub.repository(NAME).push(files);
    }

    @AfterEach
    void close() throws IOException {
        testing.close();
        hub.close();
    }

    @ParameterizedTest
    @EnumSource
    void listsFilesWhateverTheHubTells(Detail detail) throws Exception {
        hub.tell(detail);
        hub.pageTrees(2);

        Repository repository = testing.client().repository(NAME, "main");

        assertThat(repository.commit()).isEqualTo(commit);
        assertThat(repository.files())
                .containsExactly(
                        new RemoteFile("config.json", 2, SMALL.digest()),
                        new RemoteFile("onnx/model.onnx", 1000, LARGE.digest()),
                        new RemoteFile("a b+ü.txt", 2, SMALL.digest()));
    }

    @Test
    void asksOnceWhenTheHubTellsAll() throws Exception {
        testing.client().repository(NAME, "main");

        assertThat(hub.requests())
                .extracting(RecordedRequest::target)
                .containsExactly("/api/models/org/name/revision/main?blobs=true");
    }

    @ParameterizedTest
    @EnumSource(names = {"TREE_ONLY", "NAMES_ONLY"})
    void asksForFilesOfTheCommitAndNotOfTheBranch(Detail detail) throws Exception {
        hub.tell(detail);

        testing.client().repository(NAME, "main");

        assertThat(hub.requests().stream().skip(1))
                .isNotEmpty()
                .allMatch(request -> request.path().contains(commit));
    }

    @Test
    void knowsBranchesTagsAndCommits() throws Exception {
        String other = hub.repository(NAME).push("refs/pr/1", Map.of("x.json", SMALL));
        hub.repository(NAME).move("v1", commit);

        assertThat(testing.client().repository(NAME, "refs/pr/1").commit()).isEqualTo(other);
        assertThat(testing.client().repository(NAME, "v1").commit()).isEqualTo(commit);
        assertThat(testing.client().repository(NAME, commit).commit()).isEqualTo(commit);
    }

    @Test
    void followsARenamedRepository() throws Exception {
        hub.repository("org/old").push(Map.of());
        hub.fault(
                "org/old",
                FakeHub.LISTING,
                new Fault.Redirect("/api/models/org/name/revision/main?blobs=true"));

        assertThat(testing.client().repository("org/old", "main").commit()).isEqualTo(commit);
    }

    @Test
    void asksAgainWhenTheHubCantAnswer() throws Exception {
        hub.fault(NAME, FakeHub.LISTING, Fault.status(503), Fault.tooManyRequests("9"));

        testing.client().repository(NAME, "main");

        assertThat(testing.pauses()).hasSize(2).contains(Duration.ofSeconds(9));
    }

    @Test
    void givesUpWhenTheHubNeverAnswers() {
        hub.fault(NAME, FakeHub.LISTING, 4, Fault.status(502));

        assertThat(failure(NAME, "main"))
                .returns(Reason.UNREACHABLE, HubException::reason)
                .hasMessage(
                        "org/name: 127.0.0.1 answered with status 502; given up after 4 attempts");
    }

    @Test
    void givesUpWhenNobodyListens() throws IOException {
        URI nobody = URI.create("http://127.0.0.1:1");
        try (TestingClient lonely = new TestingClient(nobody, null)) {
            assertThat(failure(lonely, NAME, "main").reason()).isEqualTo(Reason.UNREACHABLE);
            assertThat(lonely.pauses()).hasSize(3);
        }
    }

    @Test
    void asksNothingOffline() throws IOException {
        HubSettings settings =
                new HubSettings(
                        hub.endpoint(),
                        null,
                        Path.of("/nowhere"),
                        true,
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(1),
                        Proxies.NONE);
        try (TestingClient offline = new TestingClient(settings, AddressResolver.SYSTEM)) {
            assertThat(failure(offline, NAME, "main"))
                    .returns(Reason.OFFLINE, HubException::reason)
                    .hasMessageContaining("HF_HUB_OFFLINE");
            Repository repository = new Repository(NAME, commit, List.of());
            RemoteFile file = new RemoteFile("config.json", 2, SMALL.digest());
            assertThat(
                            catchThrowableOfType(
                                    HubException.class,
                                    () ->
                                            offline.client()
                                                    .download(
                                                            repository,
                                                            file,
                                                            Path.of("/nowhere/partial"),
                                                            PullListener.SILENT)))
                    .returns(Reason.OFFLINE, HubException::reason);
        }
        assertThat(hub.requests()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "org/none | main | NOT_FOUND | has no public repository org/none: check the name, or set HF_TOKEN",
                "org/name | none | NOT_FOUND | org/name has no revision 'none'",
                "name | '' | NOT_FOUND | use org/name",
                "../name | main | NOT_FOUND | use org/name",
                "org/na me | main | NOT_FOUND | use org/name",
            })
    void saysWhatThereIsNot(String name, String revision, Reason reason, String message) {
        assertThat(failure(name, revision))
                .returns(reason, HubException::reason)
                .hasMessageContaining(message);
    }

    @Test
    void saysWhereToAcceptALicence() throws Exception {
        hub.repository(NAME).gate("hf_accepted");
        Repository repository = testing.client().repository(NAME, "main");

        assertThat(refusal(testing, repository))
                .returns(Reason.FORBIDDEN, HubException::reason)
                .hasMessage(
                        "org/name is gated: accept its licence at %s/org/name and set HF_TOKEN to a token of that account"
                                .formatted(hub.endpoint()));
        try (TestingClient other = new TestingClient(hub.endpoint(), "hf_other")) {
            assertThat(refusal(other, repository))
                    .returns(Reason.FORBIDDEN, HubException::reason)
                    .hasMessageContaining("accept the licence at " + hub.endpoint() + "/org/name")
                    .message()
                    .doesNotContain("hf_other");
        }
    }

    @Test
    void seesAPrivateRepositoryWithItsToken() throws Exception {
        hub.repository(NAME).hide("hf_mine");

        assertThat(failure(NAME, "main").reason()).isEqualTo(Reason.NOT_FOUND);
        try (TestingClient other = new TestingClient(hub.endpoint(), "hf_other");
                TestingClient mine = new TestingClient(hub.endpoint(), "hf_mine")) {
            assertThat(failure(other, NAME, "main"))
                    .hasMessageContaining("that the token of HF_TOKEN may see");
            assertThat(mine.client().repository(NAME, "main").commit()).isEqualTo(commit);
        }
    }

    @Test
    void saysThatATokenIsNotAccepted() throws IOException {
        hub.fault(NAME, FakeHub.LISTING, Fault.status(401));
        try (TestingClient wrong = new TestingClient(hub.endpoint(), "hf_wrong")) {
            assertThat(failure(wrong, NAME, "main"))
                    .returns(Reason.FORBIDDEN, HubException::reason)
                    .hasMessageContaining("does not accept the token of HF_TOKEN");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<html>Welcome</html>",
                "",
                "[]",
                "{}",
                "{'sha': 'main', 'siblings': []}",
                "{'sha': 'COMMIT'}",
                "{'sha': 'COMMIT', 'siblings': [{}]}",
                "{'sha': 'COMMIT', 'siblings': [{'rfilename': 'a', 'size': -1}]}",
                "{'sha': 'COMMIT', 'siblings': [{'rfilename': 'a', 'size': 1.5}]}",
                "{'sha': 'COMMIT', 'siblings': [{'rfilename': 'a', 'size': 9223372036854775807}]}",
                "{'sha': 'COMMIT', 'siblings': [{'rfilename': 'a', 'size': 99999999999999999999}]}",
                "{'sha': 'COMMIT', 'siblings': [{'rfilename': 'a', 'size': 1, 'blobId': 'xyz'}]}",
                "{'sha': 'COMMIT', 'siblings': [{'rfilename': 'a', 'lfs': {'size': 1, 'sha256': '12'}}]}",
            })
    void refusesAnswersOfNoHub(String body) {
        hub.fault(
                NAME,
                FakeHub.LISTING,
                new Fault.Answer(body.replace('\'', '"').replace("COMMIT", commit)));

        assertThat(failure(NAME, "main"))
                .returns(Reason.PROTOCOL, HubException::reason)
                .hasMessageContaining("is HF_ENDPOINT a hub?");
    }

    @Test
    void endsATreeOfDirectoriesWithoutEnd() throws IOException {
        AtomicInteger pages = new AtomicInteger();
        String model =
                "{\"sha\":\"%s\",\"siblings\":[{\"rfilename\":\"a\"}]}".formatted("a".repeat(40));
        String entry = "{\"type\":\"directory\",\"path\":\"d\"}";
        String directories = "[" + (entry + ",").repeat(19_999) + entry + "]";
        try (HttpListener endless =
                        new HttpListener(
                                Server.HUB,
                                0,
                                exchange -> {
                                    boolean tree = exchange.request().path().contains("/tree/");
                                    String next =
                                            "</tree/%d>; rel=\"next\""
                                                    .formatted(pages.incrementAndGet());
                                    exchange.send(
                                            200,
                                            Map.of("Link", next),
                                            (tree ? directories : model).getBytes(UTF_8));
                                });
                TestingClient client =
                        new TestingClient(URI.create("http://127.0.0.1:" + endless.port()), null)) {
            assertThat(failure(client, NAME, "main")).hasMessageContaining("without end");
        }
        assertThat(pages).hasValueLessThan(6);
    }

    @Test
    void neverShowsTheTokenToAnotherHost() throws IOException {
        hub.fault(NAME, FakeHub.LISTING, new Fault.Redirect(hub.storage() + "/elsewhere"));
        try (TestingClient careful = new TestingClient(hub.endpoint(), "hf_secret")) {
            failure(careful, NAME, "main");
        }

        assertThat(hub.requests(Server.HUB))
                .extracting(RecordedRequest::authorization)
                .containsExactly("Bearer hf_secret");
        assertThat(hub.requests(Server.STORAGE))
                .extracting(RecordedRequest::authorization)
                .containsOnlyNulls()
                .hasSize(1);
    }

    @Test
    void refusesAFileListedTwice() {
        String file =
                "{\"rfilename\":\"a\",\"size\":2,\"blobId\":\"" + SMALL.digest().hex() + "\"}";
        hub.fault(
                NAME,
                FakeHub.LISTING,
                new Fault.Answer(
                        "{\"sha\":\"%s\",\"siblings\":[%s,%s]}".formatted(commit, file, file)));

        assertThat(failure(NAME, "main")).hasMessageContaining("lists 'a' twice");
    }

    @Test
    void passesUnsafeNamesOnForTheStoreToRefuse() throws Exception {
        hub.repository(NAME).push(Map.of("../evil", SMALL));

        assertThat(testing.client().repository(NAME, "main").files())
                .extracting(RemoteFile::path)
                .containsExactly("../evil");
    }

    @Test
    void asksNoMirrorForAnUnsafeName() {
        hub.repository(NAME).push(Map.of("../evil", SMALL));
        hub.tell(Detail.NAMES_ONLY);

        assertThat(failure(NAME, "main").reason()).isEqualTo(Reason.UNSAFE);
        assertThat(hub.requests()).noneMatch(request -> request.target().contains("evil"));
    }

    private HubException failure(String name, String revision) {
        return failure(testing, name, revision);
    }

    private static HubException failure(TestingClient testing, String name, String revision) {
        return requireNonNull(
                catchThrowableOfType(
                        HubException.class, () -> testing.client().repository(name, revision)));
    }

    private HubException refusal(TestingClient testing, Repository repository) {
        return requireNonNull(
                catchThrowableOfType(
                        HubException.class,
                        () ->
                                testing.client()
                                        .download(
                                                repository,
                                                repository.files().getFirst(),
                                                directory.resolve("partial"),
                                                PullListener.SILENT)));
    }
}
