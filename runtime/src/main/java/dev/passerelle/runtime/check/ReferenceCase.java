package dev.passerelle.runtime.check;

import dev.passerelle.runtime.importer.DecoderShape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A prompt and the greedy continuation a reference implementation gives it.
record ReferenceCase(List<Integer> prompt, List<Position> greedy) {

    /// One generated token.
    ///
    /// @param token the reference's choice
    /// @param top its most likely tokens
    record Position(int token, List<Likely> top) {}

    record Likely(int token, double logprob) {}

    /// Reads the `cases` of a file like `expected.json`.
    ///
    /// @throws IllegalArgumentException if it is not such a file
    static List<ReferenceCase> read(Path file) {
        try {
            JsonNode cases = JsonMapper.shared().readTree(Files.readAllBytes(file)).path("cases");
            List<ReferenceCase> read = new ArrayList<>();
            for (JsonNode each : cases) {
                read.add(new ReferenceCase(prompt(each), greedy(each)));
            }
            if (read.stream().allMatch(each -> each.greedy().isEmpty())) {
                throw new IllegalArgumentException(file + " has no positions to compare");
            }
            return read;
        } catch (IOException | JacksonException e) {
            throw new IllegalArgumentException(
                    file + " is not a reference file: " + e.getMessage(), e);
        }
    }

    /// Refuses a case made for another model.
    ///
    /// @throws IllegalArgumentException if it is longer than the model's context or names tokens it
    ///   doesn't have
    void checkWithin(DecoderShape shape) {
        if (prompt.size() + greedy.size() > shape.contextLength()) {
            throw new IllegalArgumentException(
                    "a reference case has %d tokens, the model's context length is %d: it was made for another model"
                            .formatted(prompt.size() + greedy.size(), shape.contextLength()));
        }
        Stream<Integer> generated =
                greedy.stream()
                        .flatMap(position ->
                                Stream.concat(
                                        Stream.of(position.token()),
                                        position.top().stream().map(Likely::token)));
        Stream.concat(prompt.stream(), generated)
                .filter(token -> token < 0 || token >= shape.vocabularySize())
                .findFirst()
                .ifPresent(token -> {
                    throw new IllegalArgumentException(
                            "the reference names token %d, the model has %d tokens: it was made for another model"
                                    .formatted(token, shape.vocabularySize()));
                });
    }

    private static List<Integer> prompt(JsonNode node) {
        List<Integer> ids = new ArrayList<>();
        node.required("input_ids").forEach(id -> ids.add(id.intValue()));
        return ids;
    }

    private static List<Position> greedy(JsonNode node) {
        List<Position> positions = new ArrayList<>();
        for (JsonNode position : node.required("greedy")) {
            List<Likely> top = new ArrayList<>();
            for (JsonNode pair : position.required("top5")) {
                top.add(new Likely(pair.required(0).intValue(), pair.required(1).doubleValue()));
            }
            positions.add(new Position(position.required("token").intValue(), top));
        }
        return positions;
    }
}
