package dev.passerelle.gateway.local;

import dev.passerelle.gateway.admission.Reservation;
import dev.passerelle.gateway.answer.Answer;
import dev.passerelle.gateway.answer.Origin;
import dev.passerelle.gateway.answer.Prepared;
import dev.passerelle.gateway.answer.TokenCount;
import dev.passerelle.gateway.answer.Tokens;
import dev.passerelle.gateway.backend.ModelLease;
import dev.passerelle.gateway.openai.EmbeddingReply;
import dev.passerelle.gateway.openai.EmbeddingRequest;
import dev.passerelle.runtime.Embedder;
import dev.passerelle.runtime.PreparedEmbedding;
import dev.passerelle.runtime.Tenant;

/// The embeddings of one call before they are made.
final class PreparedEmbeddings implements Prepared {
    private final ModelLease<Embedder> lease;
    private final EmbeddingRequest request;
    private final Origin origin;
    private final PreparedEmbedding prepared;

    /// The lease is theirs from here on, even if this fails.
    PreparedEmbeddings(
            ModelLease<Embedder> lease, EmbeddingRequest request, Tenant tenant, Origin origin) {
        this.lease = lease;
        this.request = request;
        this.origin = origin;
        try {
            request.checkDimensions(lease.model().dimensions());
            prepared = lease.model().prepare(request.inputs(), tenant);
        } catch (RuntimeException | Error e) {
            lease.close();
            throw e;
        }
    }

    @Override
    public TokenCount count() {
        return new TokenCount(prepared.promptTokens(), 0, 0, true);
    }

    @Override
    public String revision() {
        return lease.revision();
    }

    @Override
    public Answer begin(Reservation reservation) throws InterruptedException {
        Embedder.Embeddings embeddings = prepared.embed();
        return new Whole(
                origin,
                EmbeddingReply.encode(origin.model(), embeddings, request.format()),
                new Tokens(embeddings.promptTokens(), 0, 0, true),
                prepared.timing(),
                UnknownFields.notes(request.unknown()));
    }

    @Override
    public void close() {
        lease.close();
    }
}
