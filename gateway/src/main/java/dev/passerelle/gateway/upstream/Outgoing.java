package dev.passerelle.gateway.upstream;

import dev.passerelle.gateway.answer.Note;
import java.util.List;

/// A request on its way.
///
/// @param path from the server's root
/// @param headers all but those of HTTP itself
/// @param body empty for a GET
@SuppressWarnings("ArrayRecordComponent") // never compared
record Outgoing(String path, List<Note> headers, byte[] body) {

    String method() {
        return body.length == 0 ? "GET" : "POST";
    }
}
