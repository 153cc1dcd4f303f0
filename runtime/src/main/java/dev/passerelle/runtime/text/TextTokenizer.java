package dev.passerelle.runtime.text;

import dev.passerelle.runtime.InferenceException;
import dev.passerelle.runtime.Prompt;
import dev.passerelle.runtime.PromptText;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// A model's tokenizer and chat template: from prompts to token ids.
///
/// Safe for use from many threads. Encoding is native code on the calling thread, tens of
/// microseconds for a short text; nothing is ever cut off.
public final class TextTokenizer implements AutoCloseable {

    private final NativeTokenizer tokenizer;
    private final Vocabulary vocabulary;
    private final Path directory;
    private final Optional<ChatTemplate> template;
    private final Optional<ChatTemplate> toolTemplate;
    private final SpelledControls controls;

    private TextTokenizer(
            NativeTokenizer tokenizer,
            Vocabulary vocabulary,
            Path directory,
            Optional<ChatTemplate> template,
            Optional<ChatTemplate> toolTemplate,
            SpelledControls controls) {
        this.tokenizer = tokenizer;
        this.vocabulary = vocabulary;
        this.directory = directory;
        this.template = template;
        this.toolTemplate = toolTemplate;
        this.controls = controls;
    }

    /// Opens the tokenizer of a model directory: `tokenizer.json`, and if they are there
    /// `tokenizer_config.json` and `chat_template.jinja`.
    ///
    /// @throws IllegalArgumentException if a file is damaged or of an unknown kind
    public static TextTokenizer open(Path modelDirectory) {
        return open(TokenizerDocuments.read(modelDirectory));
    }

    /// @throws IllegalArgumentException if a document is damaged or of an unknown kind
    public static TextTokenizer open(TokenizerDocuments documents) {
        TokenizerFile file = TokenizerFile.of(documents);
        TokenizerConfig config = documents.config();
        Vocabulary vocabulary = Vocabulary.of(file);
        Optional<ChatTemplate> template =
                config.template().map(source -> ChatTemplate.of(source, config));
        Optional<ChatTemplate> toolTemplate =
                config.toolTemplate()
                        .map(source -> ChatTemplate.of(source, config))
                        .or(() -> template);
        SpelledControls controls =
                new SpelledControls(
                        file, config.template().orElse("") + config.toolTemplate().orElse(""));
        return new TextTokenizer(
                NativeTokenizer.open(documents),
                vocabulary,
                documents.origin().resolveSibling(""),
                template,
                toolTemplate,
                controls);
    }

    public Vocabulary vocabulary() {
        return vocabulary;
    }

    /// The ids the model reads.
    ///
    /// A chat is rendered by the chat template and gets no special tokens beyond those the template
    /// writes; raw text gets those of the tokenizer's post-processor.
    ///
    /// @throws InferenceException.InvalidInput if the template refuses the chat, there is none, or
    ///   an id is outside the vocabulary
    public int[] encode(Prompt prompt) {
        return switch (prompt) {
            case Prompt.Chat chat -> encodeChat(chat).ids();
            case Prompt.Text(var text) -> tokenizer.encode(text.value(), true);
            case Prompt.Tokens(var ids) -> checked(ids);
        };
    }

    /// A chat's ids and its text.
    ///
    /// @param text as the chat template wrote it
    @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
    public record EncodedChat(int[] ids, PromptText text) {}

    /// As [#encode], of a chat.
    public EncodedChat encodeChat(Prompt.Chat chat) {
        if (chat.messages().isEmpty()) {
            throw new InferenceException.InvalidInput("messages is empty; send at least one");
        }
        ChatTemplate chosen = template(!chat.toolUse().tools().isEmpty());
        Map<String, @Nullable Object> variables = ChatVariables.of(chat, chosen.manner());
        if (chosen.source().contains("message['tools']")) {
            ChatVariables.intoSystemMessage(variables);
        }
        SpelledControls.Marked marked = controls.mark(variables);
        String text = chosen.render(marked.variables());
        int[] ids =
                marked.pieces(text).stream()
                        .filter(piece -> !piece.isEmpty())
                        .flatMapToInt(piece -> IntStream.of(tokenizer.encode(piece, false)))
                        .toArray();
        return new EncodedChat(ids, new PromptText(marked.unmarked(text)));
    }

    private ChatTemplate template(boolean tools) {
        return (tools ? toolTemplate : template)
                .orElseThrow(() ->
                        new InferenceException.InvalidInput(
                                "the model has no chat template (%s); send a completion prompt instead"
                                        .formatted(directory.getFileName())));
    }

    /// Source of the chat template for conversations with tools; empty if there is none.
    public String toolTemplateSource() {
        return toolTemplate.map(ChatTemplate::source).orElse("");
    }

    private int[] checked(int[] ids) {
        for (int id : ids) {
            if (id < 0 || id >= vocabulary.size()) {
                throw new InferenceException.InvalidInput(
                        "token id %d is outside the vocabulary; ids are 0 to %d"
                                .formatted(id, vocabulary.size() - 1));
            }
        }
        return ids.clone();
    }

    /// Frees native memory, after encodings in progress.
    @Override
    public void close() {
        tokenizer.close();
    }
}
