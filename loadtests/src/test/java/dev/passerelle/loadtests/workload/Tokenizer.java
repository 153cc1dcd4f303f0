package dev.passerelle.loadtests.workload;

import dev.passerelle.loadtests.measure.CallRecord;
import dev.passerelle.loadtests.measure.Moments;
import dev.passerelle.loadtests.measure.Outcome;
import dev.passerelle.loadtests.measure.ServerTiming;
import dev.passerelle.loadtests.measure.Tokens;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A server that counts: each word is one token or two, each message and the whole cost some more.
final class Tokenizer implements Calibrator.Sender {
    static final int WHOLE = 11;
    static final int MESSAGE = 4;

    final List<JsonNode> bodies = new ArrayList<>();
    boolean refusesIgnoreEos;
    boolean usage = true;
    int status = 200;

    static JsonNode json(Ask ask) {
        return JsonMapper.shared().readTree(ask.body());
    }

    static int count(Ask ask) {
        var body = json(ask);
        if (!body.has("messages")) {
            return words(body.has("prompt") ? body.get("prompt") : body.get("input"));
        }
        int tokens = WHOLE;
        for (JsonNode message : body.get("messages")) {
            tokens += MESSAGE + words(message.get("content"));
        }
        return tokens;
    }

    /// A fifth of the words are two tokens.
    private static int words(JsonNode text) {
        int tokens = 0;
        for (String word : text.asString().split(" ")) {
            tokens += Math.floorMod(word.hashCode(), 5) == 0 ? 2 : 1;
        }
        return tokens;
    }

    @Override
    public CallRecord send(Ask ask) {
        bodies.add(json(ask));
        if (status != 200) {
            return record(Outcome.FAILED, "http " + status + " nope", status, -1);
        }
        return refusesIgnoreEos && json(ask).has("ignore_eos")
                ? record(Outcome.FAILED, "http 400 unknown_field", 400, -1)
                : record(Outcome.OK, "", 200, usage ? count(ask) : -1);
    }

    private static CallRecord record(Outcome outcome, String failure, int status, int prompt) {
        return new CallRecord(
                0,
                0,
                0,
                "chat",
                outcome,
                failure,
                status,
                new Moments(0, 0, 0, 0, 0, 0, 0),
                new Tokens(0, 0, prompt, 1, -1, 0),
                new long[0],
                ServerTiming.NONE,
                "",
                "");
    }
}
