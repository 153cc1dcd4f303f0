package dev.passerelle.loadtests.plan.reading;

import dev.passerelle.loadtests.plan.ScenarioException;
import dev.passerelle.loadtests.plan.reading.ValueType.Form;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLParser;

/// A YAML document as a flat map from path (`traffic[0].model`) to value, each with its line. Keys
/// without a value are left out; anchors, and keys given twice, are errors.
final class YamlSettings {
    private static final YAMLMapper YAML = new YAMLMapper();

    private final String file;
    private final JsonParser parser;
    private final Map<String, Setting> settings = new LinkedHashMap<>();

    private YamlSettings(String file, JsonParser parser) {
        this.file = file;
        this.parser = parser;
    }

    /// Reads a document.
    ///
    /// @param file its name in messages
    static Map<String, Setting> parse(String file, String text) {
        try (JsonParser parser = YAML.createParser(text)) {
            return new YamlSettings(file, parser).document();
        } catch (JacksonException e) {
            int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
            throw new ScenarioException("%s:%d: not YAML: %s".formatted(file, line, problem(e)));
        }
    }

    /// What is wrong, without the text around it, which may hold a key.
    private static String problem(JacksonException failure) {
        return failure.getCause() instanceof MarkedYamlEngineException marked
                ? String.valueOf(marked.getProblem())
                : "the parser gives no reason";
    }

    private Map<String, Setting> document() {
        JsonToken first = parser.nextToken();
        if (first != null && first != JsonToken.VALUE_NULL) {
            if (first != JsonToken.START_OBJECT) {
                throw error("the file must hold keys, e.g. 'target:'");
            }
            mapping("");
        }
        if (first != null && parser.nextToken() != null) {
            throw error("a second document begins here; only one is read");
        }
        return settings;
    }

    private void mapping(String path) {
        if (KnownKeys.isOf(Form.JSON, path)) {
            json(path);
            return;
        }
        if (KnownKeys.isOf(Form.MAP, path)) {
            texts(path);
            return;
        }
        Map<String, Integer> lines = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = path.isEmpty() ? parser.currentName() : path + "." + parser.currentName();
            Integer earlier = lines.putIfAbsent(key, line());
            if (earlier != null) {
                throw error("%s is given twice, first in line %d".formatted(key, earlier));
            }
            parser.nextToken();
            value(key);
        }
    }

    private void sequence(String path) {
        if (KnownKeys.isOf(Form.LIST, path)) {
            list(path, ",");
            return;
        }
        if (KnownKeys.isOf(Form.SECRETS, path)) {
            list(path, "\n");
            return;
        }
        int index = 0;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            value(path + "[" + index++ + "]");
        }
        if (index == 0) {
            throw error(path + " is empty; leave the key out for its default");
        }
    }

    private void json(String path) {
        String place = place();
        JsonNode tree = parser.readValueAsTree();
        settings.put(path, new Setting(tree.toString(), place));
    }

    /// A list of scalars, as one text.
    private void list(String path, String between) {
        String place = place();
        StringJoiner texts = new StringJoiner(between);
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (!parser.currentToken().isScalarValue()) {
                throw error(path + " takes texts, not lists or keys");
            }
            texts.add(parser.getString());
        }
        settings.put(path, new Setting(texts.toString(), place));
    }

    /// A mapping of names to scalars, as one text with a line for each.
    private void texts(String path) {
        String place = place();
        StringJoiner lines = new StringJoiner("\n");
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            JsonToken token = parser.nextToken();
            refuseAlias(path);
            if (!token.isScalarValue() || token == JsonToken.VALUE_NULL) {
                throw error(path + " takes a text for each name, not lists or keys");
            }
            lines.add(name + ": " + parser.getString());
        }
        settings.put(path, new Setting(lines.toString(), place));
    }

    private void value(String path) {
        refuseAlias(path);
        switch (parser.currentToken()) {
            case START_OBJECT -> mapping(path);
            case START_ARRAY -> sequence(path);
            case VALUE_NULL -> {}
            default -> settings.put(path, new Setting(parser.getString(), place()));
        }
    }

    private void refuseAlias(String path) {
        if (parser instanceof YAMLParser yaml
                && (yaml.isCurrentAlias() || parser.getObjectId() != null)) {
            throw error(path + ": anchors and aliases are not supported; repeat the value");
        }
    }

    private ScenarioException error(String message) {
        return new ScenarioException(place() + ": " + message);
    }

    private String place() {
        return file + ":" + line();
    }

    private int line() {
        return parser.currentTokenLocation().getLineNr();
    }
}
