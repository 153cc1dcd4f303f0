package dev.passerelle.gateway.http;

import dev.passerelle.gateway.answer.Answer;
import dev.passerelle.gateway.answer.CallRequest;
import dev.passerelle.gateway.answer.Origin;
import dev.passerelle.gateway.answer.Tokens;
import dev.passerelle.gateway.answer.Via;
import dev.passerelle.gateway.cache.ResponseCache;
import dev.passerelle.gateway.connection.ClientWatch.Watch;
import dev.passerelle.gateway.metrics.GatewayMetrics;
import dev.passerelle.gateway.openai.ApiException.InvalidRequest;
import dev.passerelle.gateway.openai.Endpoint;
import dev.passerelle.gateway.openai.RawRequest;
import dev.passerelle.gateway.routing.Dispatcher;
import dev.passerelle.gateway.routing.RoutedModel;
import dev.passerelle.gateway.routing.Router;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;

/// Calls that models answer: chat, completions, embeddings.
record AnswerHandler(
        Endpoint endpoint,
        Router router,
        Dispatcher dispatcher,
        ResponseCache cache,
        Door door,
        Via here,
        GatewayMetrics metrics,
        long maxBodyBytes)
        implements CallHandler {
    private static final HeaderName CACHE = HeaderNames.create("x-passerelle-cache");

    @Override
    public void handle(Call call) throws InterruptedException {
        RawRequest raw = RawRequest.read(endpoint, call.body(maxBodyBytes));
        RoutedModel model =
                router.table().get(raw.model(), each -> Permissions.allows(call.caller(), each));
        call.summary().asked(raw);
        call.model(model.id());
        call.bill().about(model.id(), "");
        Permissions.check(call.caller(), model);
        CallRequest request = request(call, raw);
        ResponseCache.Wish wish = wish(call);
        try (Watch _ = call.watchClient()) {
            CallPurse purse = new CallPurse(call, metrics);
            Source source = new Source(dispatcher, model, request, purse);
            Answer answer = cache.answer(model, request, wish, source);
            if (door.admission().logsPrompts(call.caller())) {
                call.transcribe(raw.body());
            }
            new Delivery(call, raw, metrics).send(answer);
        }
    }

    private CallRequest request(Call call, RawRequest raw) {
        return new CallRequest(
                raw,
                call.caller(),
                call.bill().tenant(),
                Permissions.regions(call.caller(), call.request().headers()),
                call.requestId(),
                call.trace().parent(),
                via(call));
    }

    private Via via(Call call) {
        var headers = call.request().headers();
        return headers.contains(HeaderNames.VIA)
                ? here.after(String.join(", ", headers.get(HeaderNames.VIA).allValues()))
                : here;
    }

    private static ResponseCache.Wish wish(Call call) {
        if (!call.request().headers().contains(CACHE)) {
            return ResponseCache.Wish.DEFAULT;
        }
        return switch (call.request().headers().get(CACHE).get()) {
            case "on" -> ResponseCache.Wish.ON;
            case "off" -> ResponseCache.Wish.OFF;
            default ->
                    throw new InvalidRequest(
                            "Invalid header x-passerelle-cache: send 'on' or 'off'.",
                            CACHE.lowerCase(),
                            "invalid_value");
        };
    }

    /// The deployments, for a call that no answer is kept for.
    private record Source(
            Dispatcher dispatcher, RoutedModel model, CallRequest request, CallPurse purse)
            implements ResponseCache.Source {

        @Override
        public Answer answer() throws InterruptedException {
            return dispatcher.answer(model, request, purse);
        }

        @Override
        public void again(Origin origin, Tokens cost) {
            purse.again(model, origin, cost);
        }
    }
}
