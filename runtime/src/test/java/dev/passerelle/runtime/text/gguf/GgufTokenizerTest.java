package dev.passerelle.runtime.text.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.passerelle.runtime.BundledModel;
import dev.passerelle.runtime.ChatMessage;
import dev.passerelle.runtime.Prompt;
import dev.passerelle.runtime.PromptText;
import dev.passerelle.runtime.Role;
import dev.passerelle.runtime.importer.CheckpointException;
import dev.passerelle.runtime.text.TextTokenizer;
import dev.passerelle.runtime.text.Vocabulary;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GgufTokenizerTest {

    private static final Path BUNDLED =
            BundledModel.SMOLLM2.resolve("SmolLM2-135M-Instruct.Q4_1.gguf");

    private static final List<String> HARD =
            List.of(
                    "",
                    "Hello world",
                    "  leading,   inner and trailing  ",
                    "one\n\ntwo\r\n\tthree\n",
                    "Äpfel, café, naïve, e\u0301te\u0301",
                    "日本語のテキストです。한국어 नमस्ते ابجد",
                    "🦙🚀 😶‍🌫️",
                    "1234567890 12.5 % of 3,000",
                    "def f(x):\n    return x ** 2  # note\n",
                    "I'm, you're, WE'LL, they'd",
                    "<|im_start|>user\nHi<|im_end|>",
                    "\u00a0\u2003\uFFFD\u0000\u001b[0m");

    @TempDir private Path directory;

    @Test
    void theBundledFilesOwnTokenizerGivesTheIdsOfTokenizerJson() throws IOException {
        Path alone = directory.resolve("model.gguf");
        Files.createSymbolicLink(alone, BUNDLED.toRealPath());
        try (TextTokenizer own = TextTokenizer.open(GgufTokenizer.read(alone));
                TextTokenizer original = TextTokenizer.open(BundledModel.SMOLLM2)) {
            for (String text : HARD) {
                assertThat(own.encode(raw(text))).as(text).isEqualTo(original.encode(raw(text)));
                Prompt chat = chat(Role.SYSTEM, text, Role.USER, text);
                assertThat(own.encode(chat)).as(text).isEqualTo(original.encode(chat));
                Prompt asked = chat(Role.USER, text);
                assertThat(own.encode(asked)).as(text).isEqualTo(original.encode(asked));
            }
            Vocabulary expected = original.vocabulary();
            assertThat(own.vocabulary().size()).isEqualTo(expected.size());
            for (int id = 0; id < expected.size(); id++) {
                assertThat(own.vocabulary().bytes(id)).isEqualTo(expected.bytes(id));
                assertThat(own.vocabulary().isControl(id)).isEqualTo(expected.isControl(id));
            }
        }
    }

    @Test
    void aTemplateFileBesideGoesBeforeTheTemplateInTheMetadata() throws IOException {
        Path gguf = byteLevel("smollm").text("tokenizer.chat_template", "inner").write(directory);
        assertThat(ids(gguf, chat(Role.USER, "hi"))).hasSize("inner".length());
        Files.writeString(directory.resolve("chat_template.jinja"), "file");
        assertThat(ids(gguf, chat(Role.USER, "hi"))).hasSize("file".length());
    }

    @Test
    void namedTemplatesDoNotReplaceTheMainOne() throws IOException {
        Path gguf =
                byteLevel("smollm")
                        .text("tokenizer.chat_template.tool_use", "other")
                        .text("tokenizer.chat_template", "main")
                        .write(directory);
        assertThat(GgufTokenizer.hasChatTemplate(gguf)).isTrue();
        assertThat(ids(gguf, chat(Role.USER, "hi"))).hasSize("main".length());
    }

    @Test
    void wordsThatAreTokensNeedNoMergesWhereThePreTokenizerSaysSo() throws IOException {
        assertThat(ids(byteLevel("gpt-2").write(directory), raw("abc"))).hasSize(3);
        assertThat(ids(byteLevel("llama-bpe").write(directory), raw("abc"))).hasSize(2);
        Path bare =
                byteLevel("llama-bpe").flag("tokenizer.ggml.add_bos_token", false).write(directory);
        assertThat(ids(bare, raw("abc"))).hasSize(1);
    }

    @Test
    void digitsAreCutAsThePreTokenizerSays() throws IOException {
        assertThat(ids(byteLevel("smollm").write(directory), raw("1212"))).hasSize(4);
        assertThat(ids(byteLevel("gpt-2").write(directory), raw("1212"))).hasSize(2);
    }

    @Test
    void eachPreTokenizerHasOneMeaningAndOpens() throws IOException {
        List<String> known = PreTokenizer.known().toList();
        assertThat(known).doesNotHaveDuplicates().contains("llama-bpe", "qwen2", "default");
        for (PreTokenizer each : PreTokenizer.ALL) {
            String name = each.names().getFirst();
            assertThat(ids(byteLevel(name).write(directory), raw("ab 12\n"))).as(name).isNotEmpty();
        }
    }

    @Test
    void theDocumentationNamesEveryPreTokenizer() throws IOException {
        String documentation = Files.readString(Path.of("../docs/families.md"));
        assertThat(PreTokenizer.known())
                .allSatisfy(name -> assertThat(documentation).contains("`" + name + "`"));
    }

    @Test
    void whatIsNotKnownIsRefusedByName() throws IOException {
        refused(byteLevel("brand-new").write(directory), "tokenizer.ggml.pre is 'brand-new'");
        refused(
                new TokenizerGguf("rwkv", List.of("a")).write(directory),
                "tokenizer.ggml.model is 'rwkv'");
        refused(
                new TokenizerGguf("llama", List.of("a", "b")).scores(List.of(1f)).write(directory),
                "scores' has 1 elements for 2 tokens");
        refused(
                new TokenizerGguf("gpt2", List.of("a")).write(directory),
                "lacks metadata key 'tokenizer.ggml.merges'");
    }

    private static void refused(Path gguf, String reason) {
        assertThatThrownBy(() -> GgufTokenizer.read(gguf))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("model.gguf")
                .hasMessageContaining(reason);
        assertThatThrownBy(() -> GgufTokenizer.hasChatTemplate(gguf))
                .isInstanceOf(CheckpointException.class);
    }

    /// Pieces are joined by score, not by id; what no piece spells becomes bytes.
    @Test
    void sentencePieceMergesFollowFromScores() throws IOException {
        Path gguf = sentencePieces().write(directory);
        assertThat(ids(gguf, raw("abc"))).as("▁ + ab + c, not a + bc").containsExactly(1, 3, 9, 6);
        assertThat(ids(gguf, raw("é"))).containsExactly(1, 3, 10, 11);
        assertThat(ids(gguf, raw("a<s>b"))).containsExactly(1, 3, 4, 1, 3, 5);
        assertThat(text(gguf, 3, 9, 6, 10, 11)).isEqualTo(" abcé");
        Path bare =
                sentencePieces()
                        .flag("tokenizer.ggml.add_space_prefix", false)
                        .flag("tokenizer.ggml.add_eos_token", true)
                        .write(directory);
        assertThat(ids(bare, raw("abc"))).containsExactly(1, 9, 6, 2);
    }

    private static TokenizerGguf sentencePieces() {
        List<String> tokens =
                List.of(
                        "<unk>", "<s>", "</s>", "▁", "a", "b", "c", "bc", "ca", "ab", "<0xC3>",
                        "<0xA9>", "<0x00>");
        return new TokenizerGguf("llama", tokens)
                .types(List.of(2, 3, 3, 1, 1, 1, 1, 1, 1, 1, 6, 6, 6))
                .scores(List.of(0f, 0f, 0f, -9f, -8f, -8f, -8f, -2f, -3f, -1f, 0f, 0f, 0f))
                .integer("tokenizer.ggml.bos_token_id", 1)
                .integer("tokenizer.ggml.eos_token_id", 2)
                .integer("tokenizer.ggml.unknown_token_id", 0);
    }

    @Test
    void unigramPiecesAreChosenByTheirProbability() throws IOException {
        Path gguf =
                new TokenizerGguf("t5", List.of("<pad>", "</s>", "<unk>", "▁a", "b", "▁ab", "▁"))
                        .types(List.of(3, 3, 2, 1, 1, 1, 1))
                        .scores(List.of(0f, 0f, 0f, -1f, -1f, -3f, -5f))
                        .flag("tokenizer.ggml.remove_extra_whitespaces", true)
                        .integer("tokenizer.ggml.eos_token_id", 1)
                        .integer("tokenizer.ggml.unknown_token_id", 2)
                        .write(directory);
        assertThat(ids(gguf, raw(" ab   a "))).containsExactly(3, 4, 3, 1);
        assertThat(text(gguf, 3, 4, 5)).isEqualTo(" ab ab");
    }

    private static TokenizerGguf byteLevel(String pre) {
        List<String> tokens = new ArrayList<>(List.of("<s>", "abc", "12"));
        "abcdefghijklmnopqrstuvwxyz0123456789Ġ"
                .chars()
                .mapToObj(c -> String.valueOf((char) c))
                .forEach(tokens::add);
        tokens.add("Ċ");
        return new TokenizerGguf("gpt2", tokens)
                .types(
                        Stream.concat(
                                        Stream.of(3),
                                        Collections.nCopies(tokens.size() - 1, 1).stream())
                                .toList())
                .text("tokenizer.ggml.pre", pre)
                .texts("tokenizer.ggml.merges", List.of("1 2", "x missing"))
                .integer("tokenizer.ggml.bos_token_id", 0);
    }

    private static int[] ids(Path gguf, Prompt prompt) {
        try (TextTokenizer tokenizer = TextTokenizer.open(GgufTokenizer.read(gguf))) {
            return tokenizer.encode(prompt);
        }
    }

    private static String text(Path gguf, int... ids) {
        try (TextTokenizer tokenizer = TextTokenizer.open(GgufTokenizer.read(gguf))) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            IntStream.of(ids).forEach(id -> out.writeBytes(tokenizer.vocabulary().bytes(id)));
            return out.toString(StandardCharsets.UTF_8);
        }
    }

    private static Prompt raw(String text) {
        return new Prompt.Text(new PromptText(text));
    }

    private static Prompt chat(Object... parts) {
        List<ChatMessage> messages = new ArrayList<>();
        for (int i = 0; i < parts.length; i += 2) {
            messages.add(new ChatMessage((Role) parts[i], new PromptText((String) parts[i + 1])));
        }
        return new Prompt.Chat(messages);
    }
}
