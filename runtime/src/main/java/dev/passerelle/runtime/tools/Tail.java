package dev.passerelle.runtime.tools;

/// The generated text that hasn't been understood yet.
final class Tail {

    private final StringBuilder text = new StringBuilder();
    private long taken;
    private boolean last;

    void append(String more) {
        text.append(more);
    }

    void end() {
        last = true;
    }

    /// Whether nothing follows.
    boolean last() {
        return last;
    }

    CharSequence text() {
        return text;
    }

    int length() {
        return text.length();
    }

    char charAt(int index) {
        return text.charAt(index);
    }

    int indexOf(String part, int from) {
        return text.indexOf(part, from);
    }

    /// Characters understood so far.
    long taken() {
        return taken;
    }

    String take(int length) {
        String head = text.substring(0, length);
        text.delete(0, length);
        taken += length;
        return head;
    }

    boolean startsWith(String part, int from) {
        return text.length() - from >= part.length()
                && text.substring(from, from + part.length()).equals(part);
    }

    /// Whether `part` may stand at `from` once more of the text is known.
    boolean mayStartWith(String part, int from) {
        int common = Math.min(part.length(), text.length() - from);
        return !last
                && common < part.length()
                && part.startsWith(text.substring(from, from + common));
    }

    /// The first character from there that is no white space, or the end.
    int skipBlank(int from) {
        int at = from;
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at;
    }
}
