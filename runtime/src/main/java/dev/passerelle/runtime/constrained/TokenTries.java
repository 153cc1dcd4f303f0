package dev.passerelle.runtime.constrained;

import dev.passerelle.runtime.constrained.TokenTrie.Spelling;
import dev.passerelle.runtime.text.Vocabulary;
import java.util.ArrayList;
import java.util.List;

/// A vocabulary's tokens that have bytes and don't end a text.
///
/// @param all of them
/// @param shorter those of at most [#SHORT] bytes: nearly all
/// @param longer the others
/// @param words of a mask over the vocabulary
record TokenTries(TokenTrie all, TokenTrie shorter, TokenTrie longer, int words) {

    /// Bytes.
    static final int SHORT = 16;

    static TokenTries of(Vocabulary vocabulary, List<Integer> endTokens) {
        List<Spelling> all = new ArrayList<>();
        for (int token = 0; token < vocabulary.size(); token++) {
            byte[] bytes = vocabulary.bytes(token);
            if (bytes.length > 0 && !endTokens.contains(token)) {
                all.add(new Spelling(token, bytes));
            }
        }
        return new TokenTries(
                new TokenTrie(all),
                new TokenTrie(all.stream().filter(each -> each.bytes().length <= SHORT).toList()),
                new TokenTrie(all.stream().filter(each -> each.bytes().length > SHORT).toList()),
                (vocabulary.size() + Long.SIZE - 1) / Long.SIZE);
    }
}
