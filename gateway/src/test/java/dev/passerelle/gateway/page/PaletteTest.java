package dev.passerelle.gateway.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Contrasts of the page's colours in both themes, by WCAG 2.2's formula and at least its level AA.
class PaletteTest {
    private static final double TEXT = 4.5;
    private static final double GRAPHICS = 3;
    private static final Pattern COLOUR =
            Pattern.compile("--([\\w-]+): light-dark\\(#(\\p{XDigit}{6}), #(\\p{XDigit}{6})\\)");
    private static final Map<String, MatchResult> COLOURS = colours();

    @ParameterizedTest
    @CsvSource({
        "ink, ground",
        "ink, surface",
        "ink, sunken",
        "ink, accent-wash",
        "soft, ground",
        "soft, surface",
        "soft, sunken",
        "accent, ground",
        "accent, surface",
        "accent, sunken",
        "accent, accent-wash",
        "accent-ink, accent",
        "ready, ground",
        "ready, surface",
        "ready, sunken",
        "moving, ground",
        "moving, surface",
        "moving, sunken",
        "failed, ground",
        "failed, surface",
        "failed, sunken",
        "failed, failed-wash",
        "deck-ink, deck",
        "deck-soft, deck"
    })
    void textIsReadable(String text, String background) {
        assertContrast(text, background, TEXT);
    }

    @ParameterizedTest
    @CsvSource({
        "edge, ground",
        "edge, surface",
        "bar, surface",
        "bar, sunken",
        "bar, line",
        "accent, line",
        "deck-mark, deck"
    })
    void edgesAndBarsAreVisible(String shape, String background) {
        assertContrast(shape, background, GRAPHICS);
    }

    private static void assertContrast(String front, String back, double least) {
        for (int theme : new int[] {2, 3}) {
            double a = luminance(colour(front).group(theme));
            double b = luminance(colour(back).group(theme));
            assertThat((Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05))
                    .as("%s on %s in the %s theme", front, back, theme == 2 ? "light" : "dark")
                    .isGreaterThanOrEqualTo(least);
        }
    }

    private static MatchResult colour(String name) {
        return Objects.requireNonNull(COLOURS.get(name), name);
    }

    /// Relative luminance of an sRGB colour.
    private static double luminance(String hex) {
        double[] weights = {0.2126, 0.7152, 0.0722};
        return IntStream.range(0, 3)
                .mapToDouble(i -> weights[i] * linear(Integer.parseInt(hex, 2 * i, 2 * i + 2, 16)))
                .sum();
    }

    private static double linear(int channel) {
        double value = channel / 255.0;
        return value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
    }

    private static Map<String, MatchResult> colours() {
        Map<String, MatchResult> found = new HashMap<>();
        try (InputStream css = PaletteTest.class.getResourceAsStream("tokens.css")) {
            String text =
                    new String(Objects.requireNonNull(css).readAllBytes(), StandardCharsets.UTF_8);
            COLOUR.matcher(text).results().forEach(match -> found.put(match.group(1), match));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return found;
    }
}
