package dev.passerelle.gateway.local;

import dev.passerelle.gateway.answer.Backend;
import dev.passerelle.gateway.answer.CallRequest;
import dev.passerelle.gateway.answer.Origin;
import dev.passerelle.gateway.answer.Prepared;
import dev.passerelle.gateway.backend.ModelLease;
import dev.passerelle.gateway.backend.ServedModel;
import dev.passerelle.gateway.backend.ServedModels;
import dev.passerelle.gateway.config.DeploymentConfig;
import dev.passerelle.gateway.openai.ChatRequest;
import dev.passerelle.gateway.openai.CompletionRequest;
import dev.passerelle.gateway.openai.EmbeddingRequest;
import dev.passerelle.gateway.openai.Identifiers;
import dev.passerelle.gateway.openai.ReplyIdentity;
import dev.passerelle.gateway.openai.TextRequest;
import dev.passerelle.registry.Snapshot;
import dev.passerelle.runtime.Embedder;
import dev.passerelle.runtime.TextGenerator;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Objects;

/// A model that runs in this process.
public final class LocalBackend implements Backend {
    private final ServedModels models;
    private final String model;
    private final DeploymentConfig.Local config;
    private final InstantSource clock;

    /// @param model its id
    public LocalBackend(
            ServedModels models, String model, DeploymentConfig.Local config, InstantSource clock) {
        this.models = models;
        this.model = model;
        this.config = config;
        this.clock = clock;
    }

    @Override
    public Prepared prepare(CallRequest call) {
        byte[] body = call.raw().body();
        return switch (call.raw().endpoint()) {
            case CHAT_COMPLETIONS -> text(call, ChatRequest.decode(body), "chatcmpl-");
            case COMPLETIONS -> text(call, CompletionRequest.decode(body), "cmpl-");
            case EMBEDDINGS -> embeddings(call, EmbeddingRequest.decode(body));
            case MODELS -> throw new IllegalArgumentException("no model works for a list");
        };
    }

    @Override
    public String revision() {
        return models.get(model).revision();
    }

    private Prepared text(CallRequest call, TextRequest request, String prefix) {
        ModelLease<TextGenerator> lease = models.generator(model);
        return new PreparedText(
                lease,
                request,
                call.tenant(),
                request.reply().apply(identity(prefix, lease)),
                origin(lease.revision()));
    }

    private Prepared embeddings(CallRequest call, EmbeddingRequest request) {
        ModelLease<Embedder> lease = models.embedder(model);
        return new PreparedEmbeddings(lease, request, call.tenant(), origin(lease.revision()));
    }

    private Origin origin(String revision) {
        String region = config.share().region();
        return new Origin(model, revision, config.name(), region == null ? "" : region);
    }

    private ReplyIdentity identity(String prefix, ModelLease<TextGenerator> lease) {
        ServedModel served = lease.served();
        int fingerprint = Objects.hash(served.id(), version(lease));
        return new ReplyIdentity(
                Identifiers.fresh(prefix),
                clock.instant().getEpochSecond(),
                served.id(),
                "fp_" + HexFormat.of().toHexDigits(fingerprint));
    }

    /// What tells the model's files from others; of files without a revision that is all a start
    /// knows.
    private static Object version(ModelLease<TextGenerator> lease) {
        String revision = lease.revision();
        return revision.equals(Snapshot.UNVERSIONED) ? lease.served().createdAt() : revision;
    }
}
