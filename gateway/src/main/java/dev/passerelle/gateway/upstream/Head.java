package dev.passerelle.gateway.upstream;

/// What is to be known of an answer before its body. Texts that aren't there are empty.
///
/// @param length of the body; -1 if it isn't said
/// @param chunked whether the body comes in chunks
/// @param last whether the connection ends with it
/// @param encoding of its content
record Head(
        int status,
        long length,
        boolean chunked,
        boolean last,
        String type,
        String encoding,
        String retryAfter,
        String retryAfterMs) {

    /// Whether the body is its bytes as they are.
    boolean plain() {
        return encoding.isEmpty() || encoding.equalsIgnoreCase("identity");
    }

    boolean bodiless() {
        return status == 204 || status == 304;
    }
}
