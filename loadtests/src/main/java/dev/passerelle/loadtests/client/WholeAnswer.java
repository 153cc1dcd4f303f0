package dev.passerelle.loadtests.client;

import dev.passerelle.loadtests.plan.Endpoint;
import tools.jackson.databind.JsonNode;

/// An answer that comes as one JSON object.
final class WholeAnswer implements Answer {
    private static final long[] NO_EVENTS = {};

    private final Endpoint endpoint;
    private final boolean keep;
    private final Gathered body = new Gathered();
    private final StringBuilder text = new StringBuilder();
    private Usage usage = Usage.NONE;

    WholeAnswer(Endpoint endpoint, boolean keep) {
        this.endpoint = endpoint;
        this.keep = keep;
    }

    @Override
    public void take(byte[] bytes, int from, int to, long moment) throws BrokenAnswer {
        body.add(bytes, from, to);
    }

    @Override
    public String end() {
        JsonNode json;
        try {
            json = EventJson.parse(body.bytes(), 0, body.length());
        } catch (BrokenAnswer e) {
            return Failures.text(e);
        }
        if (EventJson.isSaid(json.path("error"))) {
            return ErrorName.after("error answer", json);
        }
        usage = EventJson.usage(json);
        if (keep) {
            EventJson.text(json, text::append);
        }
        if (endpoint == Endpoint.EMBEDDINGS) {
            return json.path("data").isEmpty() ? "no data in the answer" : "";
        }
        return json.path("choices").isEmpty() ? Failures.NO_CHOICES : "";
    }

    @Override
    public Facts facts() {
        return new Facts(usage, NO_EVENTS, text.toString());
    }
}
