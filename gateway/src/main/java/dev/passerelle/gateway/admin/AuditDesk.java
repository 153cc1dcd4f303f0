package dev.passerelle.gateway.admin;

import dev.passerelle.gateway.keys.AuditLog;
import dev.passerelle.gateway.openai.ApiException.Forbidden;
import dev.passerelle.gateway.openai.Json;
import dev.passerelle.gateway.openai.QueryParameters;
import dev.passerelle.gateway.tenancy.Caller;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.function.IntFunction;
import tools.jackson.databind.node.ObjectNode;

/// Tells the operator's own administrators what administrators did.
///
/// @param newest that many entries at most, newest first
public record AuditDesk(IntFunction<List<AuditLog.Entry>> newest) {
    private static final String LIMIT = "limit";
    private static final int USUAL = 100;
    private static final int MOST = 1000;

    /// One thing done.
    ///
    /// @param actor a key's id, or `local`
    /// @param subject the id of the key it was done to
    public record WireEntry(
            Instant time, String actor, String action, String subject, ObjectNode detail) {
        static WireEntry of(AuditLog.Entry entry) {
            return new WireEntry(
                    entry.time(),
                    entry.actor(),
                    entry.action(),
                    entry.subject(),
                    Json.object(entry.detail().getBytes(StandardCharsets.UTF_8)));
        }
    }

    /// Several, newest first.
    public record Listing(String object, List<WireEntry> data) {}

    public Listing list(Caller caller, QueryParameters query) {
        if (!Reach.administrator(caller).everywhere()) {
            throw new Forbidden(
                    "The audit log is for administrators of the organisation 'default'.",
                    null,
                    "insufficient_permissions");
        }
        query.only(List.of(LIMIT));
        return new Listing("list", newest.apply(limit(query)).stream().map(WireEntry::of).toList());
    }

    private static int limit(QueryParameters query) {
        String text = query.single(LIMIT).orElse(Integer.toString(USUAL));
        if (!text.matches("[1-9]\\d{0,3}") || Integer.parseInt(text) > MOST) {
            throw QueryParameters.wrong(LIMIT, text, "a whole number from 1 to " + MOST);
        }
        return Integer.parseInt(text);
    }
}
