package dev.passerelle.gateway.upstream;

import dev.passerelle.gateway.admission.Reservation;
import dev.passerelle.gateway.answer.Answer;
import dev.passerelle.gateway.answer.CallRequest;
import dev.passerelle.gateway.answer.Prepared;
import dev.passerelle.gateway.answer.TokenCount;

/// A call that is sent when it begins.
final class UpstreamCall implements Prepared {
    private final UpstreamBackend backend;
    private final CallRequest call;
    private final TokenCount count;

    UpstreamCall(UpstreamBackend backend, CallRequest call, TokenCount count) {
        this.backend = backend;
        this.call = call;
        this.count = count;
    }

    @Override
    public TokenCount count() {
        return count;
    }

    @Override
    public String revision() {
        return "";
    }

    @Override
    public Answer begin(Reservation reservation) throws InterruptedException {
        return backend.begin(call, count, reservation);
    }

    @Override
    public void close() {}
}
