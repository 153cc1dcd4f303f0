package dev.passerelle.gateway.http;

import dev.passerelle.gateway.admission.Reservation;
import dev.passerelle.gateway.backend.ModelLease;
import dev.passerelle.gateway.backend.ServedModel;
import dev.passerelle.gateway.backend.ServedModels;
import dev.passerelle.gateway.connection.ClientWatch.Watch;
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
    private final Admittance admittance;
    private final InstantSource clock;
    private final long maxBodyBytes;

    TextHandlers(
            ServedModels models, Admittance admittance, InstantSource clock, long maxBodyBytes) {
        this.models = models;
        this.admittance = admittance;
        this.clock = clock;
        this.maxBodyBytes = maxBodyBytes;
    }

    void chat(Call call) throws InterruptedException {
        byte[] body = call.body(maxBodyBytes);
        TextRequest request = ChatRequest.decode(body);
        boolean logprobs = first(request).topLogprobs().isPresent();
        answer(
                call,
                body,
                request,
                "chatcmpl-",
                identity -> new ChatReply(identity, logprobs, request.includeUsage()));
    }

    void completion(Call call) throws InterruptedException {
        byte[] body = call.body(maxBodyBytes);
        TextRequest request = CompletionRequest.decode(body);
        var logprobs = first(request).topLogprobs();
        answer(
                call,
                body,
                request,
                "cmpl-",
                identity -> new CompletionReply(identity, logprobs, request.includeUsage()));
    }

    private void answer(
            Call call,
            byte[] body,
            TextRequest request,
            String prefix,
            Function<ReplyIdentity, ReplyEncoder> encoder)
            throws InterruptedException {
        admittance.model(call, models.get(request.model()));
        call.warnUnknown(request.unknown());
        try (ModelLease<TextGenerator> lease = models.generator(request.model());
                Preparation prepared =
                        Preparation.of(
                                lease.model(), request.generations(), call.bill().tenant())) {
            Reservation reservation =
                    admittance.reserve(
                            call, lease, prepared.demand(Admittance.prices(lease)), body);
            generate(call, request, prepared, reservation, encoder.apply(identity(prefix, lease)));
        }
    }

    private void generate(
            Call call,
            TextRequest request,
            Preparation prepared,
            Reservation reservation,
            ReplyEncoder encoder)
            throws InterruptedException {
        try (Watch _ = call.watchClient();
                Generations generations =
                        prepared.start(reservation, admittance.meters(call), call.startNanos())) {
            TextAnswer answer = new TextAnswer(call, admittance, generations, encoder);
            if (request.stream()) {
                answer.stream(request.includeUsage());
            } else {
                answer.whole();
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
