package dev.passerelle.runtime.text;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// Turns the tokens of one sequence into text that can be shown at once: whole characters only, and
/// nothing that may turn out to begin a stop string.
///
/// The text ends before the stop string that begins first; how the text was cut into tokens makes
/// no difference. Belongs to one thread; no native calls.
public final class Detokenizer {

    private final Vocabulary vocabulary;
    private final StopStrings stop;
    private final Utf8Decoder decoder = new Utf8Decoder();

    /// Characters decoded and not released; the first has position [#released] in the whole text.
    private final StringBuilder held = new StringBuilder();

    /// Tokens not counted yet, in order.
    private final Deque<Waiting> waiting = new ArrayDeque<>();

    private long released;
    private boolean stopped;

    public Detokenizer(Vocabulary vocabulary, List<String> stop) {
        this.vocabulary = vocabulary;
        this.stop = new StopStrings(stop);
    }

    /// What can be shown now.
    ///
    /// @param text whole characters; none of it will be taken back
    /// @param tokens how many tokens, from the first not counted before, have begun to be shown
    ///   with this text. A token without text counts with the next that has some, or at the end; a
    ///   token within a stop string never does. Text held back earlier may come with no token
    /// @param stopped whether a stop string was completed: this text is the last
    public record Released(String text, int tokens, boolean stopped) {

        @Override
        public String toString() {
            return "Released[%d chars, %d tokens, stopped=%b]"
                    .formatted(text.length(), tokens, stopped);
        }
    }

    /// @param start position in the text of the character that the token's first byte belongs to
    private record Waiting(long start, boolean empty) {}

    /// Takes the next token. After a stop string nothing is released any more.
    public Released append(int token) {
        if (stopped) {
            return new Released("", 0, true);
        }
        decode(vocabulary.text(token));
        return release(false);
    }

    /// Ends the sequence: releases what is held back. An incomplete character becomes U+FFFD.
    public Released finish() {
        if (stopped) {
            return new Released("", 0, true);
        }
        decoder.flush(held);
        return release(true);
    }

    private void decode(byte[] bytes) {
        if (bytes.length == 0) {
            waiting.add(new Waiting(end(), true));
            return;
        }
        long before = end();
        boolean incomplete = decoder.incomplete();
        boolean continued = decoder.accept(bytes[0], held);
        waiting.add(new Waiting(incomplete && !continued ? before + 1 : before, false));
        for (int i = 1; i < bytes.length; i++) {
            decoder.accept(bytes[i], held);
        }
    }

    private long end() {
        return released + held.length();
    }

    private Released release(boolean last) {
        StopStrings.Match match = stop.find(held, last);
        String text = held.substring(0, match.at());
        held.delete(0, match.at());
        released += text.length();
        stopped = match.complete();
        return new Released(text, count(last), stopped);
    }

    private int count(boolean last) {
        int tokens = 0;
        while (!waiting.isEmpty() && counts(waiting.getFirst(), last)) {
            waiting.removeFirst();
            tokens++;
        }
        return tokens;
    }

    private boolean counts(Waiting token, boolean last) {
        if (stopped) {
            return token.start() < released || (token.empty() && token.start() == released);
        }
        return token.start() < released || last;
    }
}
