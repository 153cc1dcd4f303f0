package dev.passerelle.gateway.cache.semantic;

import dev.passerelle.gateway.cache.semantic.Word.Letters;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// A question on its way to its plainest form.
final class Clause {
    private static final int LONGEST_PHRASE = 7;
    private static final Set<String> ASKING =
            Set.of("what", "who", "where", "when", "why", "which", "how");
    private static final Set<String> BE = Set.of("is", "are", "am");

    /// What ends a noun and what belongs to it.
    private static final Set<String> LINKS =
            Set.of(
                    "a",
                    "an",
                    "the",
                    "is",
                    "are",
                    "am",
                    "was",
                    "were",
                    "be",
                    "do",
                    "does",
                    "did",
                    "has",
                    "have",
                    "had",
                    "can",
                    "could",
                    "will",
                    "would",
                    "should",
                    "of",
                    "in",
                    "on",
                    "at",
                    "to",
                    "from",
                    "for",
                    "by",
                    "with",
                    "without",
                    "about",
                    "and",
                    "or",
                    "but",
                    "not",
                    "than",
                    "as",
                    "that",
                    "which",
                    "who",
                    "when",
                    "where",
                    "if",
                    "before",
                    "after",
                    "explain",
                    "describe",
                    "compare");

    private final Vocabulary vocabulary;
    private final List<Word> words;
    private boolean asked;

    Clause(List<Word> words, Vocabulary vocabulary) {
        this.words = new ArrayList<>(words);
        this.vocabulary = vocabulary;
        if (words.stream().allMatch(word -> word.letters() == Letters.UNKNOWN)) {
            this.words.replaceAll(word ->
                    vocabulary.cased().contains(word.text())
                            ? new Word(word.text(), Letters.SMALL)
                            : word);
        }
    }

    /// Takes off what says nothing before and after the question, unless that is all there is.
    void trim() {
        List<Word> all = List.copyOf(words);
        while (trimStart() || trimEnd()) {
            // again, until nothing is left to take off
        }
        if (words.isEmpty()) {
            words.addAll(all);
        }
    }

    private boolean trimStart() {
        for (int length = Math.min(LONGEST_PHRASE, words.size()); length > 0; length--) {
            List<String> phrase = texts(0, length);
            boolean empty =
                    vocabulary.start().contains(phrase)
                            || (vocabulary.startBeforeVerb().contains(phrase)
                                    && length < words.size()
                                    && vocabulary.verbs().contains(words.get(length).text()))
                            || (length == 1 && words.getFirst().isStop());
            if (empty) {
                words.subList(0, length).clear();
                return true;
            }
        }
        return false;
    }

    private boolean trimEnd() {
        int size = words.size();
        for (int length = Math.min(LONGEST_PHRASE, size); length > 0; length--) {
            boolean stop = length == 1 && words.getLast().isStop();
            if (stop || vocabulary.end().contains(texts(size - length, size))) {
                asked |= words.getLast().text().equals("?");
                words.subList(size - length, size).clear();
                return true;
            }
        }
        return false;
    }

    /// “what the capital of France is” becomes “what is the capital of France”.
    void turnIndirect() {
        if (words.size() > 2
                && ASKING.contains(words.getFirst().text())
                && BE.contains(words.getLast().text())
                && words.subList(1, words.size() - 1).stream()
                        .noneMatch(word -> BE.contains(word.text()) || word.isStop())) {
            words.add(1, words.removeLast());
        }
    }

    /// “France's largest city” becomes “largest city of France”.
    void turnPossessive() {
        int mark = texts(0, words.size()).indexOf("'s");
        int start = mark < 1 ? -1 : ownerStart(mark);
        int end = mark + 1;
        while (end < words.size() && !isLink(end) && !words.get(end).text().equals("'s")) {
            end++;
        }
        if (start < 0 || end == mark + 1) {
            return;
        }
        List<Word> turned = new ArrayList<>(words.subList(mark + 1, end));
        turned.add(Word.of("of"));
        turned.addAll(words.subList(start, mark));
        words.subList(start, end).clear();
        words.addAll(start, turned);
    }

    /// Where the owner's name begins; -1 if that can't be told.
    private int ownerStart(int mark) {
        int start = mark - 1;
        while (start > 0 && words.get(start - 1).letters() == Letters.CAPITAL) {
            start--;
        }
        return start == 0 || isLink(start - 1) ? start : -1;
    }

    private boolean isLink(int index) {
        return LINKS.contains(words.get(index).text()) || words.get(index).isStop();
    }

    /// Its words, each phrase as the vocabulary has it read.
    List<Word> read() {
        List<Word> read = new ArrayList<>();
        for (int at = 0; at < words.size(); ) {
            at += readPhrase(at, read);
        }
        boolean question = !read.isEmpty() && asks(read.getFirst().text());
        if (asked && !question) {
            read.add(Word.of("?"));
        }
        return List.copyOf(read);
    }

    private boolean asks(String first) {
        return vocabulary.questions().contains(first) || vocabulary.verbs().contains(first);
    }

    private int readPhrase(int at, List<Word> read) {
        for (int length = Math.min(LONGEST_PHRASE, words.size() - at); length > 0; length--) {
            List<String> same = vocabulary.same().get(texts(at, at + length));
            if (same != null) {
                same.forEach(text -> read.add(Word.of(singular(text))));
                return length;
            }
        }
        Word word = words.get(at);
        read.add(new Word(singular(word.text()), word.letters()));
        return 1;
    }

    private String singular(String text) {
        if (!vocabulary.english()
                || text.length() < 4
                || !text.endsWith("s")
                || vocabulary.whole().contains(text)
                || text.matches(".*(?:ss|us|is|as)")) {
            return text;
        }
        if (text.endsWith("ies") && text.length() > 5) {
            return text.substring(0, text.length() - 3) + "y";
        }
        boolean hissing = text.matches(".*(?:x|ch|sh|ss|zz)es");
        return text.substring(0, text.length() - (hissing ? 2 : 1));
    }

    private List<String> texts(int from, int to) {
        return words.subList(from, to).stream().map(Word::text).toList();
    }
}
