package dev.passerelle.loadtests.client;

import static java.nio.charset.StandardCharsets.US_ASCII;

/// Tells what an event of a stream holds by the keys in it, in one pass over its bytes; where that
/// is not certain, by parsing it.
final class EventScan {
    private static final byte[] CHOICES = "choices".getBytes(US_ASCII);
    private static final byte[] USAGE = "usage".getBytes(US_ASCII);
    private static final byte[] ERROR = "error".getBytes(US_ASCII);
    private static final byte[] DELTA = "delta".getBytes(US_ASCII);
    private static final byte[] TEXT = "text".getBytes(US_ASCII);
    private static final byte[] CONTENT = "content".getBytes(US_ASCII);
    private static final byte[] REFUSAL = "refusal".getBytes(US_ASCII);
    private static final byte[] REASONING = "reasoning".getBytes(US_ASCII);
    private static final byte[] REASONING_CONTENT = "reasoning_content".getBytes(US_ASCII);
    private static final byte[] TOOLS = "tool_calls".getBytes(US_ASCII);
    private static final byte[] FUNCTION = "function_call".getBytes(US_ASCII);
    private static final int UNSURE = -1;

    // where keys are: {"choices": [{"delta": {"content"
    private static final int TOP = 1;
    private static final int CHOICE = 3;
    private static final int IN_DELTA = 4;

    private byte[] bytes = {};
    private int end;
    private int found;
    private boolean inChoices;
    private boolean inDelta;

    /// What the event holds, as in [EventJson#holds].
    ///
    /// @throws BrokenAnswer if it is no JSON object
    int holds(byte[] source, int from, int to) throws BrokenAnswer {
        int seen = scan(source, from, to);
        return seen == UNSURE ? EventJson.holds(source, from, to) : seen;
    }

    /// What the event holds; negative if that takes parsing it.
    int scan(byte[] source, int from, int to) {
        bytes = source;
        end = to;
        found = 0;
        inChoices = false;
        inDelta = false;
        int depth = 0;
        int at = from;
        while (at < end) {
            byte b = bytes[at];
            if (b == '"') {
                at = string(at, depth);
            } else {
                depth += b == '{' || b == '[' ? 1 : b == '}' || b == ']' ? -1 : 0;
                at++;
            }
            if (found == UNSURE || (depth <= 0 && at < end)) {
                return UNSURE;
            }
        }
        return depth == 0 && end > from && bytes[from] == '{' ? found : UNSURE;
    }

    /// Reads a string, or a key and what its value begins with; returns where to go on.
    private int string(int quote, int depth) {
        int close = close(quote + 1);
        int colon = skipSpace(close + 1);
        if (colon >= end || bytes[colon] != ':') {
            return colon;
        }
        int value = skipSpace(colon + 1);
        if (value >= end) {
            found = UNSURE;
        } else if (depth == TOP) {
            top(quote + 1, close, value);
        } else if (depth == CHOICE && inChoices) {
            choice(quote + 1, close, value);
        } else if (depth == IN_DELTA && inDelta) {
            delta(quote + 1, close, value);
        }
        return value;
    }

    private void top(int key, int close, int value) {
        inChoices = is(CHOICES, key, close);
        inDelta = false;
        byte first = bytes[value];
        if (inChoices && first == '[') {
            found(nothingIn(value) ? 0 : EventJson.CHOICES);
        } else if (is(USAGE, key, close) && first == '{') {
            found(EventJson.USAGE);
        } else if (escaped(key, close)) {
            found = UNSURE;
        } else if (inChoices || is(USAGE, key, close) || is(ERROR, key, close)) {
            found = first == 'n' ? found : UNSURE;
        }
    }

    private void choice(int key, int close, int value) {
        inDelta = is(DELTA, key, close) && bytes[value] == '{';
        if (is(TEXT, key, close)) {
            text(value);
        } else if (escaped(key, close)) {
            found = UNSURE;
        }
    }

    private void delta(int key, int close, int value) {
        if (is(CONTENT, key, close)
                || is(REASONING, key, close)
                || is(REASONING_CONTENT, key, close)
                || is(REFUSAL, key, close)) {
            text(value);
        } else if (is(TOOLS, key, close) || is(FUNCTION, key, close)) {
            boolean none = bytes[value] == 'n' || nothingIn(value);
            found = none ? found : UNSURE;
        } else if (escaped(key, close)) {
            found = UNSURE;
        }
    }

    private void text(int value) {
        if (bytes[value] == '"') {
            found(value + 1 < end && bytes[value + 1] != '"' ? EventJson.OUTPUT : 0);
        } else if (bytes[value] != 'n') {
            found = UNSURE;
        }
    }

    private void found(int what) {
        found = found == UNSURE ? UNSURE : found | what;
    }

    /// Whether it is an empty array.
    private boolean nothingIn(int open) {
        int next = skipSpace(open + 1);
        return bytes[open] == '[' && next < end && bytes[next] == ']';
    }

    /// Where the string ends that begins there.
    private int close(int from) {
        int at = from;
        while (at < end && bytes[at] != '"') {
            at += bytes[at] == '\\' ? 2 : 1;
        }
        return at;
    }

    private int skipSpace(int from) {
        int at = from;
        while (at < end && bytes[at] <= ' ' && bytes[at] >= 0) {
            at++;
        }
        return at;
    }

    private boolean escaped(int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] == '\\') {
                return true;
            }
        }
        return false;
    }

    private boolean is(byte[] name, int from, int to) {
        if (to - from != name.length) {
            return false;
        }
        for (int i = 0; i < name.length; i++) {
            if (bytes[from + i] != name[i]) {
                return false;
            }
        }
        return true;
    }
}
