package dev.passerelle.gateway.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.passerelle.gateway.admission.Reservation;
import dev.passerelle.gateway.openai.Endpoint;
import dev.passerelle.gateway.openai.Json;
import dev.passerelle.gateway.openai.RawRequest;
import dev.passerelle.gateway.openai.Spans;
import dev.passerelle.gateway.openai.Spans.Span;
import org.jspecify.annotations.Nullable;

/// What a deployment is sent: the client's own bytes, but for the model's name there, the limit on
/// tokens and the wish for `usage`.
final class RequestBody {
    private final String model;
    private final byte[] quotedModel;

    /// @param model its name there
    RequestBody(String model) {
        this.model = model;
        this.quotedModel = Json.bytes(model);
    }

    byte[] of(RawRequest raw, Reservation reservation) {
        Splice splice = new Splice(raw.body());
        Spans spans = raw.spans();
        if (!raw.model().equals(model)) {
            splice.replace(spans.model(), quotedModel);
        }
        if (raw.endpoint() != Endpoint.EMBEDDINGS) {
            limit(splice, raw, reservation);
            if (raw.stream() && !raw.includeUsage()) {
                askForUsage(splice, raw);
            }
        }
        return splice.done();
    }

    private static void limit(Splice splice, RawRequest raw, Reservation reservation) {
        long most = Math.max(1, reservation.completionTokens() / raw.choices());
        Spans spans = raw.spans();
        if (raw.maxTokens().isPresent()) {
            if (most < raw.maxTokens().getAsLong()) {
                lower(splice, spans.maxTokens(), most);
                lower(splice, spans.maxCompletionTokens(), most);
            }
        } else if (reservation.bound() != null || !reservation.standings().isEmpty()) {
            Span named =
                    spans.maxTokens() == null ? spans.maxCompletionTokens() : spans.maxTokens();
            if (named == null) {
                splice.insert(spans.end(), ",\"max_tokens\":" + most);
            } else {
                splice.replace(named, Long.toString(most));
            }
        }
    }

    private static void lower(Splice splice, @Nullable Span span, long most) {
        if (span != null) {
            splice.replace(span, Long.toString(most));
        }
    }

    /// Options that are no object are left for the deployment to refuse.
    private static void askForUsage(Splice splice, RawRequest raw) {
        Span options = raw.spans().streamOptions();
        Span usage = raw.spans().includeUsage();
        byte[] body = raw.body();
        if (options == null) {
            splice.insert(raw.spans().end(), ",\"stream_options\":{\"include_usage\":true}");
        } else if (usage != null) {
            splice.replace(usage, "true");
        } else if (body[options.start()] == 'n') {
            splice.replace(options, "{\"include_usage\":true}");
        } else if (body[options.start()] == '{') {
            boolean empty =
                    new String(
                                    body,
                                    options.start() + 1,
                                    options.end() - options.start() - 2,
                                    UTF_8)
                            .isBlank();
            splice.insert(
                    options.start() + 1,
                    empty ? "\"include_usage\":true" : "\"include_usage\":true,");
        }
    }
}
