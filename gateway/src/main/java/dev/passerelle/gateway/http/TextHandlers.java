package dev.passerelle.gateway.http;

import dev.passerelle.gateway.backend.ModelLease;
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
import dev.passerelle.registry.Snapshot;
import dev.passerelle.runtime.GenerationRequest;
import dev.passerelle.runtime.TextGenerator;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Objects;
import java.util.function.Function;

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
        boolean logprobs = first(request).topLogprobs().isPresent();
        answer(
                call,
                request,
                "chatcmpl-",
                identity -> new ChatReply(identity, logprobs, request.includeUsage()));
    }

    void completion(Call call) throws InterruptedException {
        TextRequest request =
                CompletionRequest.decode(RequestBody.read(call.request(), maxBodyBytes));
        var logprobs = first(request).topLogprobs();
        answer(
                call,
                request,
                "cmpl-",
                identity -> new CompletionReply(identity, logprobs, request.includeUsage()));
    }

    private void answer(
            Call call,
            TextRequest request,
            String prefix,
            Function<ReplyIdentity, ReplyEncoder> encoder)
            throws InterruptedException {
        call.model(models.get(request.model()).id());
        call.warnUnknown(request.unknown());
        try (ModelLease<TextGenerator> lease = models.generator(request.model())) {
            generate(call, request, lease.model(), encoder.apply(identity(prefix, lease)));
        }
    }

    private void generate(
            Call call, TextRequest request, TextGenerator generator, ReplyEncoder encoder)
            throws InterruptedException {
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

    private ReplyIdentity identity(String prefix, ModelLease<TextGenerator> lease) {
        ServedModel model = lease.served();
        int fingerprint = Objects.hash(model.id(), version(lease));
        return new ReplyIdentity(
                RequestIds.fresh(prefix),
                clock.instant().getEpochSecond(),
                model.id(),
                "fp_" + HexFormat.of().toHexDigits(fingerprint));
    }

    /// What tells the model's files from others; of files without a revision that is all a start
    /// knows.
    private static Object version(ModelLease<TextGenerator> lease) {
        String revision = lease.revision();
        return revision.equals(Snapshot.UNVERSIONED) ? lease.served().createdAt() : revision;
    }

    private static GenerationRequest first(TextRequest request) {
        return request.generations().getFirst();
    }
}
