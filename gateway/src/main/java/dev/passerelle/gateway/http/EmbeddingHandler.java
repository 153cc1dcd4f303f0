package dev.passerelle.gateway.http;

import dev.passerelle.gateway.admission.Demand;
import dev.passerelle.gateway.backend.ModelLease;
import dev.passerelle.gateway.backend.ServedModels;
import dev.passerelle.gateway.connection.ClientWatch.Watch;
import dev.passerelle.gateway.openai.EmbeddingReply;
import dev.passerelle.gateway.openai.EmbeddingRequest;
import dev.passerelle.runtime.Embedder;
import dev.passerelle.runtime.PreparedEmbedding;

/// Embeddings.
record EmbeddingHandler(ServedModels models, Admittance admittance, long maxBodyBytes)
        implements CallHandler {

    @Override
    public void handle(Call call) throws InterruptedException {
        byte[] body = call.body(maxBodyBytes);
        EmbeddingRequest request = EmbeddingRequest.decode(body);
        admittance.model(call, models.get(request.model()));
        call.warnUnknown(request.unknown());
        try (ModelLease<Embedder> lease = models.embedder(request.model())) {
            request.checkDimensions(lease.model().dimensions());
            embed(call, request, lease, body);
        }
    }

    private void embed(Call call, EmbeddingRequest request, ModelLease<Embedder> lease, byte[] body)
            throws InterruptedException {
        PreparedEmbedding prepared = lease.model().prepare(request.inputs(), call.bill().tenant());
        Demand demand = new Demand(prepared.promptTokens(), 0, 0, Admittance.prices(lease));
        admittance.reserve(call, lease, demand, body);
        try (Watch _ = call.watchClient()) {
            Embedder.Embeddings embeddings = prepared.embed();
            admittance.answering(call, prepared.timing());
            admittance.meters(call).prompt().inc(embeddings.promptTokens());
            call.bill().read(embeddings.promptTokens());
            call.settle();
            call.tellTimes(true);
            call.json(EmbeddingReply.encode(call.model(), embeddings, request.format()));
        }
    }
}
