package dev.passerelle.runtime.text;

import dev.passerelle.runtime.InferenceException;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Finds control tokens that a conversation spells out (in messages, arguments, results and
/// descriptions of tools), and marks where to break them, so that they are encoded as ordinary
/// text.
///
/// Guarded are the tokens that `tokenizer.json` calls special, and of the other added tokens those
/// that the chat template writes itself (`<tool_call>`, some models' turn markers); the latter not
/// in the assistant's own text, where templates look for them. Other added tokens (runs of spaces,
/// HTML tags) steer nothing.
///
/// The mark is one character that no message contains, put after the first character of each
/// spelled-out token. A rendered prompt is cut at the marks and its pieces are encoded apart. A
/// text that begins or ends with part of a control token is also cut there if the template could
/// supply the rest.
final class SpelledControls {

    private final List<String> special;
    private final List<String> written;
    private final String literals;

    SpelledControls(TokenizerFile file, String template) {
        this.special = contents(file, true, template);
        this.written = contents(file, false, template);
        String rest = template;
        for (TokenizerFile.AddedToken token : file.added()) {
            rest = token.content().isBlank() ? rest : rest.replace(token.content(), "\n");
        }
        this.literals = rest;
    }

    private static List<String> contents(TokenizerFile file, boolean special, String template) {
        return file.added().stream()
                .filter(token -> token.special() == special && !token.content().isBlank())
                .map(TokenizerFile.AddedToken::content)
                .filter(content -> special || template.contains(content))
                .toList();
    }

    /// Variables of a template, and the mark within their texts; null if there is nothing to break.
    record Marked(Map<String, @Nullable Object> variables, @Nullable Character mark) {

        /// The parts of a rendered prompt that are encoded apart.
        List<String> pieces(String rendered) {
            return mark == null
                    ? List.of(rendered)
                    : List.of(rendered.split(Pattern.quote(mark.toString()), -1));
        }

        /// A rendered prompt as its reader would see it.
        String unmarked(String rendered) {
            return mark == null ? rendered : rendered.replace(mark.toString(), "");
        }
    }

    Marked mark(Map<String, @Nullable Object> variables) {
        BitSet used = new BitSet();
        boolean[] any = {false};
        changed(
                variables,
                (text, assistant) -> {
                    text.chars().forEach(used::set);
                    any[0] |= !breaks(text, assistant).isEmpty();
                    return text;
                });
        if (!any[0]) {
            return new Marked(variables, null);
        }
        char mark = unused(used);
        return new Marked(
                changed(
                        variables,
                        (text, assistant) -> marked(text, breaks(text, assistant), mark)),
                mark);
    }

    private static Map<String, @Nullable Object> changed(
            Map<String, @Nullable Object> variables, ChatVariables.Change change) {
        Map<String, @Nullable Object> changed = new LinkedHashMap<>();
        variables.forEach(
                (name, value) -> changed.put(name, ChatVariables.texts(value, false, change)));
        return changed;
    }

    private static String marked(String text, BitSet breaks, char mark) {
        StringBuilder marked = new StringBuilder(text);
        for (int at = breaks.length() - 1; at >= 0; at = breaks.previousSetBit(at - 1)) {
            marked.insert(at, mark);
        }
        return marked.toString();
    }

    /// Positions to break at, each before a character of the text or at its end.
    private BitSet breaks(String text, boolean assistant) {
        BitSet breaks = new BitSet();
        int begin = text.length() - text.stripLeading().length();
        int end = text.stripTrailing().length();
        special.forEach(token -> breaks(text, begin, end, token, breaks));
        if (!assistant) {
            written.forEach(token -> breaks(text, begin, end, token, breaks));
        }
        return breaks;
    }

    /// @param begin where the text begins that a template which trims would leave, and `end` where
    ///   it ends
    private void breaks(String text, int begin, int end, String token, BitSet breaks) {
        int first = Character.charCount(token.codePointAt(0));
        for (int at = text.indexOf(token); at >= 0; at = text.indexOf(token, at + 1)) {
            if (first == token.length()) {
                throw new InferenceException.InvalidInput(
                        "a message contains the control token %s, which can't be told from text; leave it out"
                                .formatted(token));
            }
            breaks.set(at + first);
        }
        for (int i = first; i < token.length(); i++) {
            String head = token.substring(0, i);
            String tail = token.substring(i);
            if (begin < end && text.startsWith(tail, begin) && literals.contains(head)) {
                breaks.set(begin);
            }
            if (begin < end
                    && text.startsWith(head, end - head.length())
                    && literals.contains(tail)) {
                breaks.set(end);
            }
        }
    }

    /// A noncharacter or private character that occurs nowhere.
    private static char unused(BitSet used) {
        for (char c = '\uFDD0'; c <= '\uFDEF'; c++) {
            if (!used.get(c)) {
                return c;
            }
        }
        int free = used.nextClearBit(0xE000);
        if (free > 0xF8FF) {
            throw new InferenceException.InvalidInput(
                    "a message spells out control tokens and uses all private and noncharacters of Unicode; leave some out");
        }
        return (char) free;
    }
}
