package dev.passerelle.gateway.cache.semantic;

import java.util.List;

/// What a question says, apart from politeness, articles and the like: words and numbers in their
/// order, of which each counts. Two questions mean the same only if all of these are the same, so
/// that a negation, a name, a unit or a direction more in one of them parts them. What is harmless
/// is listed ([Vocabulary]); what isn't listed is not.
record Meaning(List<Word> words) {
    static final Meaning NONE = new Meaning(List.of());

    static Meaning of(String text) {
        List<Word> words = Words.of(text);
        Vocabulary vocabulary = Vocabulary.of(words);
        Clause clause = new Clause(words, vocabulary);
        clause.trim();
        if (vocabulary.english()) {
            clause.turnIndirect();
            clause.turnPossessive();
        }
        return new Meaning(clause.read());
    }

    boolean same(Meaning other) {
        if (words.isEmpty() || words.size() != other.words.size()) {
            return false;
        }
        for (int i = 0; i < words.size(); i++) {
            if (!words.get(i).same(other.words.get(i))) {
                return false;
            }
        }
        return true;
    }

    /// Without the words, which are private.
    @Override
    public String toString() {
        return "Meaning[%d]".formatted(words.size());
    }
}
