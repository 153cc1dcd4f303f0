package dev.passerelle.registry.hub;

import dev.passerelle.registry.hub.HubException.Reason;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// What the hub's refusals mean, and how an operator mends them.
///
/// @param token whether one was sent
record Refusals(HubUrls urls, boolean token) {

    /// What a request was about.
    ///
    /// @param file null if it was the repository
    record Subject(String repository, String revision, @Nullable String file) {
        @Override
        public String toString() {
            return file == null ? repository : repository + ", " + file;
        }
    }

    /// The failure that an answer other than success is.
    IOException of(Subject subject, Answer answer) {
        int status = answer.status();
        if (status == 408 || status == 429 || status >= 500) {
            return new TransientFailure(
                    "%s: %s answered with status %d"
                            .formatted(subject, answer.uri().getHost(), status),
                    status,
                    answer.header("Retry-After").orElse(null));
        }
        if (status == 407) {
            return new HubException(
                    Reason.FORBIDDEN,
                    "%s: the proxy asks for a user and password, or for others: give them in HTTPS_PROXY or HTTP_PROXY"
                            .formatted(subject));
        }
        return answer.ofHub() ? ofHub(subject, answer) : ofStorage(subject, answer);
    }

    private HubException ofHub(Subject subject, Answer answer) {
        String message = answer.header("X-Error-Message").orElse("");
        String code = answer.header("X-Error-Code").orElse("");
        return switch (code) {
            case "GatedRepo" -> gated(subject);
            case "RevisionNotFound" -> noRevision(subject);
            case "EntryNotFound" -> noFile(subject);
            case "RepoNotFound" -> noRepository(subject);
            default -> byStatus(subject, answer.status(), message);
        };
    }

    private HubException byStatus(Subject subject, int status, String message) {
        if (status == 401 && token) {
            return badToken(subject);
        }
        return switch (status) {
            case 404 -> subject.file() == null ? noRepository(subject) : noFile(subject);
            case 401 -> noRepository(subject);
            case 403 -> forbidden(subject, message);
            default ->
                    new HubException(
                            Reason.PROTOCOL,
                            "%s: %s answered with status %d %s"
                                    .formatted(subject, urls.endpoint(), status, message)
                                    .strip());
        };
    }

    private HubException gated(Subject subject) {
        String page = urls.page(subject.repository());
        return new HubException(
                Reason.FORBIDDEN,
                token
                        ? "%s is gated and the account of HF_TOKEN has no access: accept the licence at %s with that account, or use another token"
                                .formatted(subject.repository(), page)
                        : "%s is gated: accept its licence at %s and set HF_TOKEN to a token of that account"
                                .formatted(subject.repository(), page));
    }

    private HubException badToken(Subject subject) {
        return new HubException(
                Reason.FORBIDDEN,
                "%s: %s does not accept the token of HF_TOKEN or the token file; it may be mistyped or expired: set another, or none"
                        .formatted(subject, urls.endpoint()));
    }

    private HubException forbidden(Subject subject, String message) {
        return new HubException(
                Reason.FORBIDDEN,
                "%s: %s refuses access%s: %s"
                        .formatted(
                                subject,
                                urls.endpoint(),
                                message.isEmpty() ? "" : " (" + message + ")",
                                token
                                        ? "see whether the token of HF_TOKEN may read it"
                                        : "set HF_TOKEN to a token that may read it"));
    }

    private HubException noRepository(Subject subject) {
        return new HubException(
                Reason.NOT_FOUND,
                token
                        ? "%s has no repository %s that the token of HF_TOKEN may see: check the name, and the token's rights"
                                .formatted(urls.endpoint(), subject.repository())
                        : "%s has no public repository %s: check the name, or set HF_TOKEN if it is private"
                                .formatted(urls.endpoint(), subject.repository()));
    }

    private static HubException noRevision(Subject subject) {
        return new HubException(
                Reason.NOT_FOUND,
                "%s has no revision '%s': give a branch, tag or commit of it"
                        .formatted(subject.repository(), subject.revision()));
    }

    private static HubException noFile(Subject subject) {
        return new HubException(
                Reason.NOT_FOUND,
                "%s has no file '%s' at %s"
                        .formatted(subject.repository(), subject.file(), subject.revision()));
    }

    private static HubException ofStorage(Subject subject, Answer answer) {
        int status = answer.status();
        return new HubException(
                status == 401 || status == 403 ? Reason.FORBIDDEN : Reason.PROTOCOL,
                "%s: the storage %s, where the hub sent us, answered with status %d"
                        .formatted(subject, answer.uri().getHost(), status));
    }
}
