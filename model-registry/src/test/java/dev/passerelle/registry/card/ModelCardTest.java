package dev.passerelle.registry.card;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelCardTest {

    @Test
    void readsTheFieldsOfTheFrontMatter() {
        ModelCard card =
                card(
                        """
                        ---
                        license: apache-2.0
                        license_link: https://example.org/licence
                        language: [en, "fr", no]
                        base_model:
                        - org/base
                        - org/other
                        tags:
                        - safetensors
                        pipeline_tag: text-generation
                        library_name: transformers
                        model-index:
                        - name: x
                          results: [{task: {type: t}, metrics: [{value: 1.5}]}]
                        ---
                        # Title

                        Text.
                        """);
        assertThat(card.licence()).isEqualTo("apache-2.0");
        assertThat(card.licenceLink()).isEqualTo("https://example.org/licence");
        assertThat(card.languages()).containsExactly("en", "fr", "no");
        assertThat(card.baseModels()).containsExactly("org/base", "org/other");
        assertThat(card.tags()).containsExactly("safetensors");
        assertThat(card.pipelineTag()).isEqualTo("text-generation");
        assertThat(card.html()).isEqualTo("<h3>Title</h3>\n<p>Text.</p>\n");
    }

    @Test
    void takesAnyShapeOfAField() {
        ModelCard card =
                card(
                        """
                        ---
                        license: [mit, apache-2.0]
                        language: en
                        base_model: org/base
                        tags: {a: b}
                        pipeline_tag: [1, 2.50]
                        license_link: {x: y}
                        ---
                        """);
        assertThat(card.licence()).isEqualTo("mit");
        assertThat(card.languages()).containsExactly("en");
        assertThat(card.baseModels()).containsExactly("org/base");
        assertThat(card.tags()).isEmpty();
        assertThat(card.pipelineTag()).isEqualTo("1");
        assertThat(card.licenceLink()).isNull();
    }

    @Test
    void namesALicenceThatIsOther() {
        ModelCard card =
                ModelCard.of(
                        "---\nlicense: other\nlicense_name: llama3.2\nlicense_link: LICENSE.txt\n---\n",
                        URI.create("https://hub.example/org/name/blob/abc/"));
        assertThat(card.licence()).isEqualTo("llama3.2");
        assertThat(card.licenceLink())
                .isEqualTo("https://hub.example/org/name/blob/abc/LICENSE.txt");
    }

    @Test
    void isACardWithoutFrontMatterIfThatIsBroken() {
        for (String broken :
                new String[] {"a: [b", "a: b: c", "\t- x", "- x", "%YAML 9", "a: \"x", "&"}) {
            ModelCard card =
                    card("---\n" + broken + "\n---\nThe text of the card is read all the same.\n");
            assertThat(card.licence()).as(broken).isNull();
            assertThat(card.summary()).isEqualTo("The text of the card is read all the same.");
        }
    }

    @Test
    void summarisesInTheFirstRealParagraph() {
        ModelCard card =
                card(
                        """
                        <!-- a comment about the template of this card and nothing else -->
                        # Name of the model

                        [![badge of the licence](https://x/b.svg)](https://x) [![another](https://x/c.svg)](https://x)

                        [The technical report](https://x/1) | [The source code repository](https://x/2)

                        A *small* model with `code`,
                        [a link](https://x) and <b>bold</b> text ![picture](p.png) for tests.

                        Another paragraph.
                        """);
        assertThat(card.summary())
                .isEqualTo("A small model with code, a link and bold text for tests.");
    }

    @Test
    void cutsTheSummaryAtAWord() {
        assertThat(card("several words ".repeat(100)).summary())
                .hasSizeBetween(280, 301)
                .endsWith(" words…");
        assertThat(card("x".repeat(1_000)).summary()).hasSize(151);
    }

    @Test
    void readsTheCardOfADirectory(@TempDir Path directory) throws IOException {
        assertThat(ModelCard.read(directory)).isEmpty();
        Files.write(directory.resolve("README.md"), new byte[] {'a', (byte) 0xff, 'b', '\r', '\n'});
        assertThat(ModelCard.read(directory).orElseThrow().html()).isEqualTo("<p>a\ufffdb</p>\n");
    }

    private static ModelCard card(String text) {
        return ModelCard.of(text, null);
    }
}
