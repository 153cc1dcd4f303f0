package dev.passerelle.registry.hub;

import dev.passerelle.registry.Digest;
import dev.passerelle.registry.hub.HubException.Reason;
import dev.passerelle.registry.hub.Refusals.Subject;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Short questions to the hub, asked again while it can't answer.
final class HubApi {

    private static final JsonMapper JSON = new JsonMapper();
    private static final int LONGEST_BODY = 16 << 20;

    private final HubTransport transport;
    private final HubUrls urls;
    private final Refusals refusals;
    private final Patience patience;
    private final Duration timeout;

    HubApi(
            HubTransport transport,
            HubUrls urls,
            Refusals refusals,
            Patience patience,
            Duration timeout) {
        this.transport = transport;
        this.urls = urls;
        this.refusals = refusals;
        this.patience = patience;
        this.timeout = timeout;
    }

    /// A JSON answer.
    ///
    /// @param link the header of that name, or empty
    record Page(JsonNode json, String link) {}

    private interface Reading<T> {
        T read(Answer answer) throws IOException, InterruptedException;
    }

    Page json(Subject subject, URI uri) throws IOException, InterruptedException {
        return ask("GET", subject, uri, HubRequest.Hop.FOLLOW, answer -> page(subject, answer));
    }

    /// Empty if the hub has no such page.
    Optional<Page> jsonIfThere(Subject subject, URI uri) throws IOException, InterruptedException {
        return ask(
                "GET",
                subject,
                uri,
                HubRequest.Hop.FOLLOW,
                answer ->
                        answer.status() == 404 || answer.status() == 405
                                ? Optional.empty()
                                : Optional.of(page(subject, answer)));
    }

    /// Size and digest of one file, by its headers.
    RemoteFile file(String repository, String commit, String path)
            throws IOException, InterruptedException {
        Subject subject = new Subject(repository, commit, path);
        if (!SafePath.isSafe(path)) {
            throw SafePath.refusal(repository, path);
        }
        return ask(
                "HEAD",
                subject,
                urls.resolve(repository, commit, path),
                Answer::isLinked,
                answer -> file(subject, answer));
    }

    private <T> T ask(
            String method, Subject subject, URI uri, HubRequest.Hop hop, Reading<T> reading)
            throws IOException, InterruptedException {
        HubRequest request = new HubRequest(method, uri, subject.toString(), Map.of(), timeout);
        Patience.Attempts attempts = patience.begin((_, _) -> {});
        while (true) {
            try (Answer answer = transport.send(request, hop)) {
                return reading.read(answer);
            } catch (TransientFailure e) {
                attempts.failed(e);
            }
        }
    }

    private Page page(Subject subject, Answer answer) throws IOException, InterruptedException {
        if (answer.status() != 200) {
            throw refusals.of(subject, answer);
        }
        try {
            JsonNode json = JSON.readTree(answer.body(LONGEST_BODY));
            return new Page(json, answer.header("Link").orElse(""));
        } catch (JacksonException e) {
            throw new HubException(
                    Reason.PROTOCOL,
                    "%s: %s answered with something else than JSON; is HF_ENDPOINT a hub?"
                            .formatted(subject, answer.uri().getHost()),
                    e);
        }
    }

    private RemoteFile file(Subject subject, Answer answer) throws IOException {
        if (answer.status() != 200 && !answer.isRedirect()) {
            throw refusals.of(subject, answer);
        }
        String path = String.valueOf(subject.file());
        Optional<Digest> digest = answer.digest();
        long size = answer.linkedSize().orElseGet(answer::announcedLength);
        if (digest.isEmpty() || size < 0) {
            throw new HubException(
                    Reason.PROTOCOL,
                    "%s: %s tells no size and digest of it, so that it can't be verified; use another HF_ENDPOINT"
                            .formatted(subject, urls.endpoint()));
        }
        ListedFile.plausible(subject.repository(), path, size);
        return new RemoteFile(path, size, digest.get());
    }
}
