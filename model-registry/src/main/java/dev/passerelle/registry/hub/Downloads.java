package dev.passerelle.registry.hub;

import dev.passerelle.registry.Digest;
import dev.passerelle.registry.hub.HubException.Reason;
import dev.passerelle.registry.hub.Refusals.Subject;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// Opens files of a commit, and compares what the hub says of them on the way with what it listed.
///
/// @param stallTimeout longest time without a byte
record Downloads(
        HubTransport transport,
        HubUrls urls,
        Refusals refusals,
        Patience patience,
        Duration stallTimeout) {

    /// The answer of whoever holds the bytes. The hub is asked once more when its storage refuses,
    /// since a signed address expires.
    Answer open(Repository repository, RemoteFile file, Map<String, String> headers)
            throws IOException, InterruptedException {
        Subject subject = new Subject(repository.name(), repository.commit(), file.path());
        HubRequest request =
                new HubRequest(
                        "GET",
                        urls.resolve(repository.name(), repository.commit(), file.path()),
                        subject.toString(),
                        headers,
                        stallTimeout);
        HubRequest.Hop compared = answer -> compare(subject, file, answer);
        Answer answer = transport.send(request, compared);
        if (answer.ofHub() || !expired(answer.status())) {
            return answer;
        }
        answer.close();
        return transport.send(request, compared);
    }

    private static boolean expired(int status) {
        return status == 400 || status == 401 || status == 403 || status == 404 || status == 410;
    }

    private boolean compare(Subject subject, RemoteFile file, Answer answer) throws HubException {
        if (!answer.ofHub() || answer.status() >= 400) {
            return false;
        }
        Optional<String> commit = answer.header("X-Repo-Commit");
        if (commit.isPresent() && !commit.get().equals(subject.revision())) {
            throw new HubException(
                    Reason.PROTOCOL,
                    "%s: asked for commit %s, the hub answered with %s; pull again"
                            .formatted(subject, subject.revision(), commit.get()));
        }
        Optional<Digest> digest = answer.digest();
        if (digest.isPresent()
                && digest.get().algorithm() == file.digest().algorithm()
                && !digest.get().equals(file.digest())) {
            throw changed(subject, file.digest(), digest.get());
        }
        Optional<Long> size = answer.linkedSize();
        if (size.isPresent() && size.get() != file.size()) {
            throw changed(subject, file.size() + " bytes", size.get() + " bytes");
        }
        return false;
    }

    private static HubException changed(Subject subject, Object listed, Object now) {
        return new HubException(
                Reason.MISMATCH,
                "%s: the hub listed it with %s and now announces %s; pull again, or tell the hub's operator"
                        .formatted(subject, listed, now));
    }
}
