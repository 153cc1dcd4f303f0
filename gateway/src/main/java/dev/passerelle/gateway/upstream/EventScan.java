package dev.passerelle.gateway.upstream;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;

/// What is in the JSON of an event, told by its keys without parsing it. A key is found wherever it
/// stands; what that means for the whole is for whoever asks to see to.
final class EventScan {
    private static final byte[] CHOICES = "choices".getBytes(US_ASCII);
    private static final byte[] USAGE = "usage".getBytes(US_ASCII);
    private static final byte[] ERROR = "error".getBytes(US_ASCII);
    private static final byte[] CONTENT = "content".getBytes(US_ASCII);
    private static final byte[] TEXT = "text".getBytes(US_ASCII);
    private static final byte[] REASONING = "reasoning".getBytes(US_ASCII);
    private static final byte[] REASONING_CONTENT = "reasoning_content".getBytes(US_ASCII);
    private static final byte[] REFUSAL = "refusal".getBytes(US_ASCII);
    private static final byte[] TOOLS = "tool_calls".getBytes(US_ASCII);
    private static final byte[] FUNCTION = "function_call".getBytes(US_ASCII);

    private byte[] bytes = {};
    private int end;
    private boolean choices;
    private boolean noChoices;
    private boolean usage;
    private boolean error;
    private boolean generated;

    /// Has `choices`, however many.
    boolean hasChoices() {
        return choices;
    }

    /// Has `choices` and they are none.
    boolean hasNoChoice() {
        return noChoices;
    }

    boolean hasUsage() {
        return usage;
    }

    boolean hasError() {
        return error;
    }

    /// Has a piece of text, or of a call of a tool.
    boolean hasGenerated() {
        return generated;
    }

    /// Reads one line; returns where its line feed is, or where the bytes end.
    int scan(byte[] source, int from, int to) {
        bytes = source;
        end = to;
        choices = false;
        noChoices = false;
        usage = false;
        error = false;
        generated = false;
        for (int i = from; i < to; i++) {
            byte b = source[i];
            if (b <= '"') {
                if (b == '"' && source[i - 1] != '\\') {
                    key(i + 1);
                } else if (b == '\n') {
                    return i;
                }
            }
        }
        return to;
    }

    private void key(int start) {
        if (start >= end) {
            return;
        }
        switch (bytes[start]) {
            case 'u' -> usage |= isAt(start, USAGE) && value(start, USAGE) == '{';
            case 'e' -> {
                if (isAt(start, ERROR)) {
                    byte value = value(start, ERROR);
                    error |= value == '{' || value == '"';
                }
            }
            case 'f' -> generated |= isAt(start, FUNCTION) && value(start, FUNCTION) == '{';
            case 'c' -> {
                choices(start);
                text(start, CONTENT);
            }
            case 't' -> {
                generated |= isAt(start, TOOLS) && value(start, TOOLS) == '[';
                text(start, TEXT);
            }
            case 'r' -> {
                text(start, REASONING);
                text(start, REASONING_CONTENT);
                text(start, REFUSAL);
            }
            default -> {}
        }
    }

    private void choices(int start) {
        if (isAt(start, CHOICES)) {
            int value = valueIndex(start, CHOICES);
            if (value < end && bytes[value] == '[') {
                choices = true;
                int next = afterSpaces(value + 1);
                noChoices |= next < end && bytes[next] == ']';
            }
        }
    }

    private void text(int start, byte[] name) {
        if (isAt(start, name)) {
            int value = valueIndex(start, name);
            generated |= value + 1 < end && bytes[value] == '"' && bytes[value + 1] != '"';
        }
    }

    private boolean isAt(int start, byte[] name) {
        int after = start + name.length;
        return after < end
                && bytes[after] == '"'
                && Arrays.equals(bytes, start, after, name, 0, name.length);
    }

    /// First byte of the value of a key that is there; 0 if none follows.
    private byte value(int start, byte[] name) {
        int at = valueIndex(start, name);
        return at < end ? bytes[at] : 0;
    }

    private int valueIndex(int start, byte[] name) {
        int colon = afterSpaces(start + name.length + 1);
        return colon < end && bytes[colon] == ':' ? afterSpaces(colon + 1) : end;
    }

    private int afterSpaces(int index) {
        int at = index;
        while (at < end && (bytes[at] == ' ' || bytes[at] == '\t')) {
            at++;
        }
        return at;
    }
}
