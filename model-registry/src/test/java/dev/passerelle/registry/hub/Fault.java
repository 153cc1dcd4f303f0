package dev.passerelle.registry.hub;

import java.util.Map;

/// Something that goes wrong once when a fake hub is asked for a file.
public sealed interface Fault {

    /// Goes wrong in the hub's answer to `resolve`, or in that of its API.
    sealed interface OfHub extends Fault {}

    /// Goes wrong where the bytes come from: the storage for large files, else the hub.
    sealed interface OfBytes extends Fault {}

    /// The hub answers with a status and headers instead.
    record Status(int status, Map<String, String> headers) implements OfHub {}

    /// The hub answers with these bytes and status 200 instead.
    record Answer(String body) implements OfHub {}

    /// The hub announces another entity tag.
    record WrongEtag(String etag) implements OfHub {}

    /// The hub announces another size of a large file.
    record WrongLinkedSize(long size) implements OfHub {}

    /// The hub says that the file is of another commit than it was asked for.
    record OtherCommit(String commit) implements OfHub {}

    /// The hub redirects to another place.
    record Redirect(String location) implements OfHub {}

    /// The hub redirects to itself, for ever.
    record RedirectLoop() implements OfHub {}

    /// The storage answers with a status, as when a signed address has expired.
    record StorageStatus(int status) implements OfBytes {}

    /// One bit of the byte at an offset is wrong.
    record BitFlip(long at) implements OfBytes {}

    /// The file ends early, and the answer's length says so too.
    record Truncated(long at) implements OfBytes {}

    /// The connection is closed when so much of the file has been sent.
    record Disconnect(long at) implements OfBytes {}

    /// Nothing more is sent at an offset until [FakeHub#releaseStalls].
    record Stall(long at) implements OfBytes {}

    /// More bytes follow than the file has.
    record Surplus(int bytes) implements OfBytes {}

    /// Bytes come slowly.
    record Slow(long bytesPerSecond) implements OfBytes {}

    /// A request for a part is answered by another part of the same length.
    record WrongContentRange() implements OfBytes {}

    /// A request for a part is answered with the whole.
    record IgnoredRange() implements OfBytes {}

    /// A request is refused with 416, whatever its range.
    record RangeRefused() implements OfBytes {}

    static Status status(int status) {
        return new Status(status, Map.of());
    }

    /// Status 429.
    ///
    /// @param retryAfter seconds or a date
    static Status tooManyRequests(String retryAfter) {
        return new Status(429, Map.of("Retry-After", retryAfter));
    }
}
