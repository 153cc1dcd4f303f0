package dev.passerelle.registry.hub;

import dev.passerelle.registry.Digest;
import dev.passerelle.registry.Digest.Algorithm;
import dev.passerelle.registry.hub.HubException.Reason;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;

/// A file as the hub's JSON lists it, which may tell less than is needed.
record ListedFile(String path, OptionalLong size, Optional<Digest> digest) {

    /// Larger than any file a hub takes.
    static final long LARGEST = 1L << 40;

    private static final int LONGEST_PATH = 4096;

    /// Reads an entry of a model's `siblings`, or of a tree; their names for things differ.
    static ListedFile of(String repository, JsonNode entry) throws HubException {
        String path = text(entry, "rfilename", "path");
        if (path.isEmpty() || path.length() > LONGEST_PATH) {
            throw malformed(repository, "lists a file without a usable name");
        }
        JsonNode large = entry.path("lfs");
        if (large.isObject()) {
            JsonNode size = large.has("size") ? large.path("size") : entry.path("size");
            String sha256 = text(large, "sha256", "oid");
            return new ListedFile(
                    path,
                    size(repository, path, size),
                    digest(repository, path, Algorithm.SHA_256, sha256));
        }
        return new ListedFile(
                path,
                size(repository, path, entry.path("size")),
                digest(repository, path, Algorithm.GIT_BLOB_SHA_1, text(entry, "blobId", "oid")));
    }

    boolean isComplete() {
        return size.isPresent() && digest.isPresent();
    }

    RemoteFile complete() {
        return new RemoteFile(path, size.orElseThrow(), digest.orElseThrow());
    }

    /// A size that a file can have.
    static long plausible(String repository, String path, long size) throws HubException {
        if (size < 0 || size > LARGEST) {
            throw malformed(repository, "lists %s with %d bytes".formatted(shown(path), size));
        }
        return size;
    }

    static HubException malformed(String repository, String what) {
        return new HubException(
                Reason.PROTOCOL,
                "%s: the hub %s; is HF_ENDPOINT a hub?".formatted(repository, what));
    }

    /// A name as messages can show it.
    static String shown(String path) {
        String plain = path.replaceAll("\\p{Cntrl}", "?");
        return "'" + (plain.length() > 100 ? plain.substring(0, 100) + "…" : plain) + "'";
    }

    private static OptionalLong size(String repository, String path, JsonNode size)
            throws HubException {
        if (size.isMissingNode() || size.isNull()) {
            return OptionalLong.empty();
        }
        if (!size.isIntegralNumber() || !size.canConvertToLong()) {
            throw malformed(repository, "lists %s with the size %s".formatted(shown(path), size));
        }
        return OptionalLong.of(plausible(repository, path, size.longValue()));
    }

    private static Optional<Digest> digest(
            String repository, String path, Algorithm algorithm, String text) throws HubException {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        String hex = text.toLowerCase(Locale.ROOT).replaceFirst("^sha256:", "");
        return Optional.of(
                Digest.ofEtag(hex)
                        .filter(digest -> digest.algorithm() == algorithm)
                        .orElseThrow(() ->
                                malformed(
                                        repository,
                                        "lists %s with the %s digest %s"
                                                .formatted(
                                                        shown(path),
                                                        algorithm.id(),
                                                        shown(text)))));
    }

    private static String text(JsonNode object, String name, String otherName) {
        JsonNode value = object.has(name) ? object.path(name) : object.path(otherName);
        return value.isString() ? value.stringValue() : "";
    }
}
