package dev.passerelle.registry.card;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.commonmark.node.Node;
import org.jspecify.annotations.Nullable;

/// What the `README.md` of a model says: the fields of its front matter, as Hugging Face defines
/// them, and its text. Its author is nobody we know: lengths are bounded, what is malformed is left
/// out, and the HTML holds no markup but what is written here.
///
/// @param licence identifier such as `apache-2.0`; the name given for one that is `other`
/// @param licenceLink absolute, `http` or `https`
/// @param languages as the card writes them, mostly ISO 639-1 codes
/// @param baseModels repositories this model was made from
/// @param pipelineTag the task, such as `text-generation`
/// @param summary the first real paragraph as plain text, cut at a word; empty if there is none
/// @param html the text rendered; headings begin at `h3`, images are links
public record ModelCard(
        @Nullable String licence,
        @Nullable String licenceLink,
        List<String> languages,
        List<String> baseModels,
        List<String> tags,
        @Nullable String pipelineTag,
        String summary,
        String html) {

    public static final String FILE_NAME = "README.md";
    private static final int MOST_BYTES = 1 << 20;

    public ModelCard {
        languages = List.copyOf(languages);
        baseModels = List.copyOf(baseModels);
        tags = List.copyOf(tags);
    }

    /// The card of a model's directory, empty if it has none. Relative links are left out.
    public static Optional<ModelCard> read(Path directory) {
        return read(directory, null);
    }

    /// The card of a model's directory, empty if it has none.
    ///
    /// @param base what relative links start from; absent to leave them out
    /// @throws UncheckedIOException if there is one that can't be read
    public static Optional<ModelCard> read(Path directory, @Nullable URI base) {
        Path file = directory.resolve(FILE_NAME);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try (InputStream in = Files.newInputStream(file)) {
            return Optional.of(
                    of(new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8), base));
        } catch (IOException e) {
            throw new UncheckedIOException("can't read " + file, e);
        }
    }

    /// The card a text is.
    ///
    /// @param base what relative links start from; absent to leave them out
    public static ModelCard of(String text, @Nullable URI base) {
        CardText card = CardText.of(text);
        FrontMatter front = FrontMatter.parse(card.frontMatter());
        Node document = Markdown.parse(card.body());
        CardLinks links = new CardLinks(base);
        String licence = front.first("license");
        String name = front.first("license_name");
        String link = front.first("license_link");
        return new ModelCard(
                "other".equals(licence) && name != null ? name : licence,
                link == null ? null : links.safe(link).orElse(null),
                front.all("language"),
                front.all("base_model"),
                front.all("tags"),
                front.first("pipeline_tag"),
                Summary.of(document),
                CardHtml.render(document, links));
    }
}
