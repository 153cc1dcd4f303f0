package dev.passerelle.runtime.text;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.passerelle.runtime.text.Detokenizer.Released;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DetokenizerTest {

    private final TestVocabulary words = new TestVocabulary();

    @Test
    void releasesTextAsItComes() {
        Detokenizer detokenizer = detokenizer();
        assertThat(detokenizer.append(words.id("Hel"))).isEqualTo(new Released("Hel", 1, false));
        assertThat(detokenizer.append(words.id("lo"))).isEqualTo(new Released("lo", 1, false));
        assertThat(detokenizer.finish()).isEqualTo(new Released("", 0, false));
    }

    @Test
    void neverReleasesPartOfACharacter() {
        Detokenizer detokenizer = detokenizer();
        byte[] euro = "€".getBytes(UTF_8);
        assertThat(detokenizer.append(words.id(euro[0], euro[1])))
                .isEqualTo(new Released("", 0, false));
        assertThat(detokenizer.append(words.id(euro[2], (byte) '!')))
                .isEqualTo(new Released("€!", 2, false));
    }

    @Test
    void replacesACharacterThatNeverEnds() {
        Detokenizer detokenizer = detokenizer();
        byte[] euro = "€".getBytes(UTF_8);
        detokenizer.append(words.id(euro[0], euro[1]));
        assertThat(detokenizer.append(words.id("A"))).isEqualTo(new Released("\uFFFDA", 2, false));
        detokenizer.append(words.id(euro[0]));
        assertThat(detokenizer.finish()).isEqualTo(new Released("\uFFFD", 1, false));
    }

    @Test
    void holdsBackWhatMayBeginAStopString() {
        Detokenizer detokenizer = detokenizer("END");
        assertThat(detokenizer.append(words.id("xE"))).isEqualTo(new Released("x", 1, false));
        assertThat(detokenizer.append(words.id("N"))).isEqualTo(new Released("", 0, false));
        assertThat(detokenizer.append(words.id("e"))).isEqualTo(new Released("ENe", 2, false));
        assertThat(detokenizer.append(words.id("E"))).isEqualTo(new Released("", 0, false));
        assertThat(detokenizer.finish()).isEqualTo(new Released("E", 1, false));
    }

    @Test
    void stopsBeforeTheStopStringAndCountsNoTokenWithinIt() {
        Detokenizer detokenizer = detokenizer("END");
        detokenizer.append(words.id("a"));
        assertThat(detokenizer.append(words.id("bE"))).isEqualTo(new Released("b", 1, false));
        assertThat(detokenizer.append(words.id("N"))).isEqualTo(new Released("", 0, false));
        assertThat(detokenizer.append(words.id("Dx"))).isEqualTo(new Released("", 0, true));
        assertThat(detokenizer.append(words.id("y"))).isEqualTo(new Released("", 0, true));
        assertThat(detokenizer.finish()).isEqualTo(new Released("", 0, true));
    }

    @Test
    void aStopStringThatBeginsEarlierWinsOverOneThatEndsEarlier() {
        Detokenizer detokenizer = detokenizer("abcde", "cd");
        assertThat(detokenizer.append(words.id("abcd")).stopped()).isFalse();
        assertThat(detokenizer.append(words.id("e"))).isEqualTo(new Released("", 0, true));
        Detokenizer other = detokenizer("abcde", "cd");
        other.append(words.id("abcd"));
        assertThat(other.finish()).isEqualTo(new Released("ab", 1, true));
    }

    @Test
    void tokensWithoutTextCountWithTheNextOrAtTheEnd() {
        Detokenizer detokenizer = detokenizer();
        assertThat(detokenizer.append(words.id(""))).isEqualTo(new Released("", 0, false));
        assertThat(detokenizer.append(words.id("a"))).isEqualTo(new Released("a", 2, false));
        detokenizer.append(words.id(""));
        assertThat(detokenizer.finish()).isEqualTo(new Released("", 1, false));
    }

    @Test
    void ignoresStopStringsThatAreNoText() {
        Detokenizer detokenizer = detokenizer("", "\uDE80");
        assertThat(detokenizer.append(words.id("🚀"))).isEqualTo(new Released("🚀", 1, false));
    }

    /// Against `indexOf` on the whole text, over random texts, cuts into tokens and stop strings.
    @Test
    void releasesWhatTheWholeTextWouldGiveNeitherEarlyNorLate() {
        Random random = new Random(7);
        for (int round = 0; round < 20_000; round++) {
            new Round(random).check();
        }
    }

    private Detokenizer detokenizer(String... stop) {
        return new Detokenizer(words.vocabulary(), List.of(stop));
    }

    private static final class Round {
        private static final String ALPHABET = "aab€🚀é";

        private final TestVocabulary words = new TestVocabulary();
        private final List<byte[]> tokens = new ArrayList<>();
        private final List<String> stop = new ArrayList<>();
        private final byte[] all;

        Round(Random random) {
            all = bytes(random);
            for (int at = 0; at < all.length; ) {
                int length = Math.min(all.length - at, random.nextInt(5));
                tokens.add(Arrays.copyOfRange(all, at, at + length));
                at += length;
            }
            for (int i = random.nextInt(4); i > 0; i--) {
                stop.add(text(random, 1 + random.nextInt(4)));
            }
        }

        void check() {
            Detokenizer detokenizer = new Detokenizer(words.vocabulary(), stop);
            StringBuilder shown = new StringBuilder();
            int counted = 0;
            int read = 0;
            boolean stopped = false;
            for (int i = 0; i < tokens.size() && !stopped; i++) {
                Released released = detokenizer.append(words.id(tokens.get(i)));
                read += tokens.get(i).length;
                shown.append(released.text());
                counted += released.tokens();
                stopped = released.stopped();
                assertThat(shown.toString()).as("%s", this).isEqualTo(showable(read, false));
                if (!stopped) {
                    assertThat(counted).as("%s", this).isEqualTo(begun(shown.length()));
                }
            }
            Released last = detokenizer.finish();
            shown.append(last.text());
            counted += last.tokens();
            assertThat(shown.toString()).as("%s", this).isEqualTo(showable(read, true));
            if (!last.stopped()) {
                assertThat(counted).as("%s", this).isEqualTo(tokens.size());
            }
        }

        /// What may be shown of the first bytes.
        private String showable(int read, boolean last) {
            String text = new String(all, 0, last ? read : characterStart(read), UTF_8);
            for (int at = 0; at < text.length(); at++) {
                String rest = text.substring(at);
                if (stop.stream().anyMatch(rest::startsWith)
                        || (!last && stop.stream().anyMatch(s -> s.startsWith(rest)))) {
                    return text.substring(0, at);
                }
            }
            return text;
        }

        /// Tokens whose first byte belongs to a shown character, and those without bytes before.
        private int begun(int shown) {
            int count = 0;
            int at = 0;
            for (byte[] token : tokens) {
                int start = new String(all, 0, characterStart(at), UTF_8).length();
                if (start >= shown) {
                    return count;
                }
                count++;
                at += token.length;
            }
            return count;
        }

        private int characterStart(int at) {
            int start = at;
            while (start > 0 && start < all.length && (all[start] & 0xC0) == 0x80) {
                start--;
            }
            return start;
        }

        private static byte[] bytes(Random random) {
            return text(random, random.nextInt(24)).getBytes(UTF_8);
        }

        private static String text(Random random, int length) {
            int[] letters = ALPHABET.codePoints().toArray();
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < length; i++) {
                text.appendCodePoint(letters[random.nextInt(letters.length)]);
            }
            return text.toString();
        }

        @Override
        public String toString() {
            return tokens.stream().map(Arrays::toString).toList() + " stop " + stop;
        }
    }
}
