package dev.passerelle.gateway.http;

import dev.passerelle.gateway.backend.ModelLease;
import dev.passerelle.gateway.backend.ServedModels;
import dev.passerelle.gateway.connection.ClientWatch.Watch;
import dev.passerelle.gateway.metrics.GatewayMetrics;
import dev.passerelle.gateway.openai.EmbeddingReply;
import dev.passerelle.gateway.openai.EmbeddingRequest;
import dev.passerelle.runtime.Embedder;

/// Embeddings.
record EmbeddingHandler(ServedModels models, GatewayMetrics metrics, long maxBodyBytes)
        implements CallHandler {

    @Override
    public void handle(Call call) throws InterruptedException {
        EmbeddingRequest request =
                EmbeddingRequest.decode(RequestBody.read(call.request(), maxBodyBytes));
        call.model(models.get(request.model()).id());
        call.warnUnknown(request.unknown());
        try (ModelLease<Embedder> lease = models.embedder(request.model())) {
            request.checkDimensions(lease.model().dimensions());
            embed(call, request, lease.model());
        }
    }

    private void embed(Call call, EmbeddingRequest request, Embedder embedder)
            throws InterruptedException {
        try (Watch _ = call.watchClient()) {
            Embedder.Embeddings embeddings = embedder.embed(request.inputs());
            metrics.tokens(call.endpoint().path(), call.model())
                    .prompt()
                    .inc(embeddings.promptTokens());
            call.json(EmbeddingReply.encode(call.model(), embeddings, request.format()));
        }
    }
}
