package dev.passerelle.gateway.http;

import dev.passerelle.gateway.backend.ServedModel;
import dev.passerelle.gateway.backend.ServedModels;
import dev.passerelle.gateway.connection.ClientWatch.Watch;
import dev.passerelle.gateway.metrics.GatewayMetrics;
import dev.passerelle.gateway.openai.ChatReply;
import dev.passerelle.gateway.openai.ChatRequest;
import dev.passerelle.gateway.openai.CompletionReply;
import dev.passerelle.gateway.openai.CompletionRequest;
import dev.passerelle.gateway.openai.ReplyEncoder;
import dev.passerelle.gateway.openai.ReplyIdentity;
import dev.passerelle.gateway.openai.TextRequest;
import dev.passerelle.runtime.GenerationRequest;
import dev.passerelle.runtime.TextGenerator;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Objects;

/// Chat and text completions.
final class TextHandlers {
    private final ServedModels models;
    private final GatewayMetrics metrics;
    private final InstantSource clock;
    private final long maxBodyBytes;

    TextHandlers(
            ServedModels models, GatewayMetrics metrics, InstantSource clock, long maxBodyBytes) {
        this.models = models;
        this.metrics = metrics;
        this.clock = clock;
        this.maxBodyBytes = maxBodyBytes;
    }

    void chat(Call call) throws InterruptedException {
        TextRequest request = ChatRequest.decode(RequestBody.read(call.request(), maxBodyBytes));
        ReplyIdentity identity = identity("chatcmpl-", models.get(request.model()));
        boolean logprobs = first(request).topLogprobs().isPresent();
        answer(call, request, new ChatReply(identity, logprobs, request.includeUsage()));
    }

    void completion(Call call) throws InterruptedException {
        TextRequest request =
                CompletionRequest.decode(RequestBody.read(call.request(), maxBodyBytes));
        ReplyIdentity identity = identity("cmpl-", models.get(request.model()));
        var logprobs = first(request).topLogprobs();
        answer(call, request, new CompletionReply(identity, logprobs, request.includeUsage()));
    }

    private void answer(Call call, TextRequest request, ReplyEncoder encoder)
            throws InterruptedException {
        call.model(request.model());
        call.warnUnknown(request.unknown());
        TextGenerator generator = models.generator(request.model());
        var meters = metrics.tokens(call.endpoint().path(), call.model());
        try (Watch _ = call.watchClient();
                Generations generations =
                        Generations.start(
                                generator, request.generations(), meters, call.startNanos())) {
            if (request.stream()) {
                TextAnswer.stream(call, generations, encoder, request.includeUsage());
            } else {
                TextAnswer.whole(call, generations, encoder);
            }
        }
    }

    private ReplyIdentity identity(String prefix, ServedModel model) {
        int fingerprint = Objects.hash(model.id(), model.createdAt());
        return new ReplyIdentity(
                RequestIds.fresh(prefix),
                clock.instant().getEpochSecond(),
                model.id(),
                "fp_" + HexFormat.of().toHexDigits(fingerprint));
    }

    private static GenerationRequest first(TextRequest request) {
        return request.generations().getFirst();
    }
}
