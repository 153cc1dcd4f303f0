package dev.passerelle.gateway.catalogue;

import static dev.passerelle.gateway.openai.Endpoint.CHAT_COMPLETIONS;
import static dev.passerelle.gateway.openai.Endpoint.COMPLETIONS;
import static dev.passerelle.gateway.openai.Endpoint.EMBEDDINGS;

import dev.passerelle.gateway.openai.Endpoint;
import dev.passerelle.gateway.openai.Parameters;
import dev.passerelle.gateway.openai.Treatment;
import java.util.Arrays;
import java.util.List;

/// Something clients may ask of a model: an endpoint that answers for it, or a request field that
/// has its effect there. Which fields have is for the table of parameters to say, so that nothing
/// is promised here that the gateway refuses.
enum Capability {
    CHAT("chat", CHAT_COMPLETIONS, "messages"),
    COMPLETION("completions", COMPLETIONS, "prompt"),
    STREAMING("streaming", COMPLETIONS, "stream"),
    LOGPROBS("logprobs", COMPLETIONS, "logprobs"),
    STOP("stop", COMPLETIONS, "stop"),
    SEED("seed", COMPLETIONS, "seed"),
    TOOLS("tools", CHAT_COMPLETIONS, "tools"),
    JSON_SCHEMA("json_schema", CHAT_COMPLETIONS, "response_format"),
    EMBEDDING("embeddings", EMBEDDINGS, "input");

    private final String id;
    private final Endpoint endpoint;
    private final boolean honoured;

    Capability(String id, Endpoint endpoint, String parameter) {
        this.id = id;
        this.endpoint = endpoint;
        this.honoured =
                Parameters.ALL.stream()
                        .anyMatch(row ->
                                row.endpoint() == endpoint
                                        && row.name().equals(parameter)
                                        && row.treatment() == Treatment.HONOURED);
    }

    String id() {
        return id;
    }

    /// What a model can be asked that runs elsewhere only: what no gateway between could spoil.
    static final List<String> PASSED_ON = List.of(CHAT.id, STREAMING.id);

    /// What a model of a task can be asked.
    ///
    /// @param chat whether it has a chat template
    static List<String> of(CatalogueTask task, boolean chat) {
        return Arrays.stream(values())
                .filter(one -> one.honoured && one.fits(task, chat))
                .map(Capability::id)
                .toList();
    }

    private boolean fits(CatalogueTask task, boolean chat) {
        return switch (task) {
            case FEATURE_EXTRACTION -> endpoint == EMBEDDINGS;
            case TEXT_GENERATION ->
                    endpoint == COMPLETIONS || (endpoint == CHAT_COMPLETIONS && chat);
        };
    }
}
