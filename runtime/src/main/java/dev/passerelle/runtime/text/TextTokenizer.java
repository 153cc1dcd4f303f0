package dev.passerelle.runtime.text;

import dev.passerelle.runtime.ChatMessage;
import dev.passerelle.runtime.InferenceException;
import dev.passerelle.runtime.Prompt;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// A model's tokenizer and chat template: from prompts to token ids.
///
/// Safe for use from many threads. Encoding is native code on the calling thread, tens of
/// microseconds for a short text; nothing is ever cut off.
public final class TextTokenizer implements AutoCloseable {

    private final NativeTokenizer tokenizer;
    private final Vocabulary vocabulary;
    private final Path directory;
    private final Optional<ChatTemplate> template;
    private final SpelledControls controls;

    private TextTokenizer(
            NativeTokenizer tokenizer,
            Vocabulary vocabulary,
            Path directory,
            Optional<ChatTemplate> template,
            SpelledControls controls) {
        this.tokenizer = tokenizer;
        this.vocabulary = vocabulary;
        this.directory = directory;
        this.template = template;
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
        SpelledControls controls = new SpelledControls(file, config.template().orElse(""));
        return new TextTokenizer(
                NativeTokenizer.open(documents),
                vocabulary,
                documents.origin().resolveSibling(""),
                template,
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
            case Prompt.Chat(var messages, _, _) -> chat(messages);
            case Prompt.Text(var text) -> tokenizer.encode(text.value(), true);
            case Prompt.Tokens(var ids) -> checked(ids);
        };
    }

    private int[] chat(List<ChatMessage> messages) {
        if (messages.isEmpty()) {
            throw new InferenceException.InvalidInput("messages is empty; send at least one");
        }
        ChatTemplate chat =
                template.orElseThrow(() ->
                        new InferenceException.InvalidInput(
                                "the model has no chat template (%s); send a completion prompt instead"
                                        .formatted(directory.getFileName())));
        SpelledControls.Marked marked = controls.mark(messages);
        return marked.pieces(chat.render(marked.messages())).stream()
                .filter(piece -> !piece.isEmpty())
                .flatMapToInt(piece -> IntStream.of(tokenizer.encode(piece, false)))
                .toArray();
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
