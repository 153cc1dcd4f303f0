package dev.passerelle.registry.card;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLParser;

/// The fields of a card's YAML header, each a list of texts: Hugging Face allows a single value in
/// place of a list. Values of other kinds are left out, and so are aliases, which are never
/// followed. A header that is no YAML counts as empty.
record FrontMatter(Map<String, List<String>> fields) {

    private static final int DEEPEST = 64;
    private static final int MOST_VALUES = 256;
    private static final int LONGEST_VALUE = 512;
    private static final YAMLMapper YAML =
            new YAMLMapper(
                    YAMLFactory.builder()
                            .streamReadConstraints(
                                    StreamReadConstraints.builder()
                                            .maxNestingDepth(DEEPEST)
                                            .build())
                            .build());

    static FrontMatter parse(String yaml) {
        if (yaml.isBlank()) {
            return new FrontMatter(Map.of());
        }
        try (JsonParser parser = YAML.createParser(yaml)) {
            return new FrontMatter(mapping(parser));
        } catch (JacksonException | IllegalArgumentException e) {
            return new FrontMatter(Map.of());
        }
    }

    List<String> all(String name) {
        return fields.getOrDefault(name, List.of());
    }

    @Nullable String first(String name) {
        List<String> values = all(name);
        return values.isEmpty() ? null : values.getFirst();
    }

    private static Map<String, List<String>> mapping(JsonParser parser) {
        Map<String, List<String>> fields = new LinkedHashMap<>();
        if (parser.nextToken() == JsonToken.START_OBJECT) {
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                fields.putIfAbsent(name, values(parser));
            }
        }
        return fields;
    }

    private static List<String> values(JsonParser parser) {
        List<String> values = new ArrayList<>();
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            value(parser, values);
            return values;
        }
        while (parser.nextToken() != JsonToken.END_ARRAY && parser.currentToken() != null) {
            value(parser, values);
        }
        return values;
    }

    private static void value(JsonParser parser, List<String> values) {
        JsonToken token = parser.currentToken();
        if (token.isStructStart()) {
            parser.skipChildren();
            return;
        }
        boolean alias = parser instanceof YAMLParser yaml && yaml.isCurrentAlias();
        if (alias || token == JsonToken.VALUE_NULL || values.size() == MOST_VALUES) {
            return;
        }
        String text = parser.getString().strip();
        if (!text.isEmpty() && text.length() <= LONGEST_VALUE) {
            values.add(text);
        }
    }
}
