package dev.passerelle.gateway.cache.semantic;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Pairs of questions, of `questions.json`.
record Questions(List<Pair> nearMisses, List<Pair> paraphrases) {

    record Pair(String first, String second, String kind) {}

    static Questions read() {
        try (InputStream in = Questions.class.getResourceAsStream("questions.json")) {
            JsonNode file = JsonMapper.shared().readTree(in);
            List<Pair> nearMisses = new ArrayList<>();
            file.path("near-misses")
                    .propertyStream()
                    .forEach(each -> nearMisses.addAll(pairs(each.getValue(), each.getKey())));
            return new Questions(nearMisses, pairs(file.path("paraphrases"), "paraphrase"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Pair> pairs(JsonNode array, String kind) {
        return array.valueStream()
                .map(pair -> new Pair(pair.path(0).asString(), pair.path(1).asString(), kind))
                .toList();
    }
}
