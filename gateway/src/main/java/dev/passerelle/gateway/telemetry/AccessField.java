package dev.passerelle.gateway.telemetry;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// The fields of a line of the access log, in their order. `docs/telemetry.md` has them as a table.
public enum AccessField {
    TIME("when its headers were there, UTC"),
    REQUEST_ID("as in the header `x-request-id`"),
    TRACE_ID("of the trace it belongs to, if there is one"),
    METHOD("of HTTP"),
    PATH("without the query"),
    STATUS("of HTTP; 499 if the client left before the answer was complete"),
    BYTES("of the answer's body, where they are counted"),
    DURATION_MS("from the headers to the end of the answer"),
    TTFT_MS("from the headers to the first part of the answer"),
    QUEUE_MS("of these, until a model began with it"),
    KEY("id of the API key, or `jwt:` and the token's subject"),
    PROJECT("`organisation/project`"),
    MODEL("served id"),
    DEPLOYMENT("who answered"),
    REGION("where that was"),
    STREAM("whether events were asked for"),
    PROMPT_TOKENS("read"),
    COMPLETION_TOKENS("generated"),
    CACHED_TOKENS("of those read, how many needn't be read again"),
    CACHE("of answers: `hit`, `miss` or `bypass`"),
    CANCELLED("whether the client left"),
    ERROR("its code, or type"),
    USER_AGENT("as sent");

    private final String meaning;

    @SuppressWarnings("ImmutableEnumChecker") // never changed
    private final byte[] key;

    AccessField(String meaning) {
        this.meaning = meaning;
        this.key = (",\"" + id() + "\":").getBytes(StandardCharsets.US_ASCII);
    }

    public final String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    public String meaning() {
        return meaning;
    }

    /// A comma, the name in quotes, a colon.
    byte[] key() {
        return key;
    }
}
