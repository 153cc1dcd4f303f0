package dev.passerelle.runtime.text;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/// What stands beside `tokenizer.json` about prompts: `chat_template.jinja` and
/// `tokenizer_config.json`. Either may be missing.
///
/// @param template source of the chat template; a file of its own goes before one in the
///   configuration, of several named ones `default` is taken
/// @param toolTemplate source of one for conversations with tools, where that is another
/// @param templateName where the template was read, for errors
public record TokenizerConfig(
        Optional<String> template,
        Optional<String> toolTemplate,
        String templateName,
        String bosToken,
        String eosToken) {

    static TokenizerConfig read(Path directory) {
        Path file = directory.resolve("tokenizer_config.json");
        JsonNode config =
                Files.exists(file) ? TokenizerFile.parse(file) : MissingNode.getInstance();
        return of(directory, file.getFileName() + " (chat_template)", config);
    }

    /// @param origin the file whose metadata `content` says in the form of `tokenizer_config.json`
    static TokenizerConfig of(Path origin, byte[] content) {
        return of(
                origin.resolveSibling(""),
                origin.getFileName() + " (chat_template)",
                TokenizerFile.parse(origin, content));
    }

    private static TokenizerConfig of(Path directory, String name, JsonNode config) {
        String bos = token(config.path("bos_token"));
        String eos = token(config.path("eos_token"));
        Path own = directory.resolve("chat_template.jinja");
        if (Files.exists(own)) {
            Path tools = directory.resolve("additional_chat_templates/tool_use.jinja");
            return new TokenizerConfig(
                    Optional.of(text(own)),
                    Files.exists(tools) ? Optional.of(text(tools)) : Optional.empty(),
                    own.getFileName() + "",
                    bos,
                    eos);
        }
        return new TokenizerConfig(
                template(config.path("chat_template")),
                named(config.path("chat_template"), "tool_use"),
                name,
                bos,
                eos);
    }

    private static Optional<String> template(JsonNode node) {
        if (node.isString()) {
            return Optional.of(node.asString());
        }
        return named(node, "default");
    }

    private static Optional<String> named(JsonNode templates, String name) {
        return templates
                .valueStream()
                .filter(each -> each.path("name").asString("").equals(name))
                .map(each -> each.path("template").asString())
                .findFirst();
    }

    /// A token is a string or an object with its string as `content`; null where there is none.
    private static String token(JsonNode node) {
        return node.isObject() ? node.path("content").asString("") : node.asString("");
    }

    private static String text(Path path) {
        try {
            return Files.readString(path);
        } catch (IOException e) {
            throw new UncheckedIOException("can't read " + path, e);
        }
    }
}
