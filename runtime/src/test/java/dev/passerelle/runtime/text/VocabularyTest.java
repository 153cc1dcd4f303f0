package dev.passerelle.runtime.text;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import dev.passerelle.runtime.BundledModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VocabularyTest {

    private static final Path SMOLLM2 = BundledModel.SMOLLM2.resolve("tokenizer.json");

    @TempDir private Path directory;

    @Test
    void everyTokenHasTheTextThatTheTokenizersLibraryGivesIt() throws IOException {
        Vocabulary vocabulary = Vocabulary.read(SMOLLM2);
        assertThat(vocabulary.size()).isEqualTo(49152);
        assertMatches(vocabulary, SMOLLM2);
    }

    @Test
    void byteFallbackSpellingsAreBytes() throws IOException {
        Path file =
                tokenizer(
                        """
                        {"<unk>":0,"<s>":1,"<0xE2>":2,"<0x82>":3,"<0xAC>":4,"▁the":5,"a▁b":6,"<0xZZ>":7,"▁":8}\
                        """,
                        """
                        {"type":"Sequence","decoders":[
                          {"type":"Replace","pattern":{"String":"▁"},"content":" "},
                          {"type":"ByteFallback"},{"type":"Fuse"},
                          {"type":"Strip","content":" ","start":1,"stop":0}]}\
                        """);
        Vocabulary vocabulary = Vocabulary.read(file);
        assertThat(text(vocabulary, 2, 3, 4, 5, 6, 7, 8)).isEqualTo("€ thea b<0xZZ> ");
        assertThat(vocabulary.bytes(2)).containsExactly(0xE2);
        assertThat(vocabulary.isControl(1)).isTrue();
        assertThat(vocabulary.bytes(1)).isEmpty();
        // the library drops the space that begins a text, as for a text on its own
        try (HuggingFaceTokenizer library = HuggingFaceTokenizer.newInstance(file)) {
            assertThat(library.decode(new long[] {6, 5, 2, 3, 4, 7}))
                    .isEqualTo(text(vocabulary, 6, 5, 2, 3, 4, 7));
        }
    }

    @Test
    void metaspaceSpellingsHaveSpaces() throws IOException {
        Path file =
                tokenizer(
                        """
                        {"<unk>":0,"<s>":1,"▁the":2,"re":3}\
                        """,
                        """
                        {"type":"Metaspace","replacement":"▁","prepend_scheme":"always","split":true}\
                        """);
        assertThat(text(Vocabulary.read(file), 3, 2, 3)).isEqualTo("re there");
    }

    @Test
    void idsOutsideTheVocabularyAreEmpty() {
        Vocabulary vocabulary = Vocabulary.read(SMOLLM2);
        assertThat(vocabulary.bytes(vocabulary.size())).isEmpty();
        assertThat(vocabulary.bytes(-1)).isEmpty();
        assertThat(vocabulary.isControl(vocabulary.size())).isFalse();
    }

    @Test
    void refusesADecoderItDoesNotKnow() throws IOException {
        Path file = tokenizer("{\"<unk>\":0,\"<s>\":1}", "{\"type\":\"WordPiece\"}");
        assertThatThrownBy(() -> Vocabulary.read(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("tokenizer.json")
                .hasMessageContaining("WordPiece");
        Path none = tokenizer("{\"<unk>\":0,\"<s>\":1}", "null");
        assertThatThrownBy(() -> Vocabulary.read(none)).hasMessageContaining("none");
    }

    @Test
    void refusesWhatIsNoTokenizer() throws IOException {
        Path file = Files.writeString(directory.resolve("tokenizer.json"), "{\"model\":{");
        assertThatThrownBy(() -> Vocabulary.read(file)).hasMessageContaining("is not JSON");
        Files.writeString(file, "{}");
        assertThatThrownBy(() -> Vocabulary.read(file)).hasMessageContaining("model.vocab");
    }

    private static void assertMatches(Vocabulary vocabulary, Path file) throws IOException {
        try (HuggingFaceTokenizer library = HuggingFaceTokenizer.newInstance(file)) {
            long[][] single =
                    LongStream.range(0, vocabulary.size())
                            .mapToObj(id -> new long[] {id})
                            .toArray(long[][]::new);
            String[] texts = library.batchDecode(single, true);
            for (int id = 0; id < vocabulary.size(); id++) {
                assertThat(text(vocabulary, id)).as("token %d", id).isEqualTo(texts[id]);
            }
            Random random = new Random(3);
            for (int round = 0; round < 2_000; round++) {
                int[] ids = random.ints(1 + random.nextInt(20), 0, vocabulary.size()).toArray();
                assertThat(text(vocabulary, ids)).isEqualTo(library.decode(longs(ids), true));
            }
        }
    }

    private static long[] longs(int[] ids) {
        return IntStream.of(ids).asLongStream().toArray();
    }

    private static String text(Vocabulary vocabulary, int... ids) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int id : ids) {
            bytes.writeBytes(vocabulary.bytes(id));
        }
        return bytes.toString(UTF_8);
    }

    private Path tokenizer(String vocab, String decoder) throws IOException {
        return Files.writeString(
                directory.resolve("tokenizer.json"),
                """
                {"version":"1.0","added_tokens":[{"id":1,"content":"<s>","special":true,"single_word":false,
                  "lstrip":false,"rstrip":false,"normalized":false}],
                 "normalizer":null,"pre_tokenizer":null,"post_processor":null,"decoder":%s,
                 "model":{"type":"BPE","unk_token":"<unk>","byte_fallback":true,"vocab":%s,"merges":[]}}
                """
                        .formatted(decoder, vocab));
    }
}
