package dev.passerelle.runtime.tools;

import java.util.ArrayDeque;
import java.util.Deque;

/// Follows one JSON value character by character: is it still one, and where does it end?
final class JsonScanner {

    private enum State {
        VALUE,
        VALUE_OR_END,
        KEY,
        KEY_OR_END,
        COLON,
        NEXT,
        STRING,
        ESCAPE,
        UNICODE,
        WORD,
        NUMBER,
        COMPLETE,
        BROKEN
    }

    private final Deque<Character> open = new ArrayDeque<>();
    private State state = State.VALUE;
    private boolean key;
    private int left;
    private String word = "";

    /// Where the value that begins at `from` ends; -1 if the text ends before it does, -2 if it is
    /// no JSON.
    static int end(CharSequence text, int from) {
        JsonScanner scanner = new JsonScanner();
        for (int i = from; i < text.length(); i++) {
            if (!scanner.accept(text.charAt(i))) {
                return scanner.complete() ? i : -2;
            }
            if (scanner.complete()) {
                return i + 1;
            }
        }
        return -1;
    }

    boolean complete() {
        return state == State.COMPLETE;
    }

    boolean broken() {
        return state == State.BROKEN;
    }

    /// Whether the next character is part of a string.
    boolean inString() {
        return state == State.STRING;
    }

    /// Takes the next character if it belongs to the value. A number is complete when something
    /// else follows, which isn't taken.
    boolean accept(char c) {
        return switch (state) {
            case COMPLETE, BROKEN -> false;
            case STRING -> string(c);
            case ESCAPE -> escape(c);
            case UNICODE -> Character.digit(c, 16) >= 0 ? unicode() : refuse();
            case WORD -> word(c);
            case NUMBER -> number(c);
            default -> " \t\r\n".indexOf(c) >= 0 || structure(c);
        };
    }

    private boolean structure(char c) {
        boolean end = !open.isEmpty() && c == open.peek();
        return switch (state) {
            case VALUE_OR_END, KEY_OR_END, NEXT -> {
                if (end) {
                    open.pop();
                    yield done();
                }
                yield switch (state) {
                    case NEXT -> c == ',' ? to(inObject() ? State.KEY : State.VALUE) : refuse();
                    case KEY_OR_END -> key(c);
                    default -> value(c);
                };
            }
            case KEY -> key(c);
            case COLON -> c == ':' ? to(State.VALUE) : refuse();
            default -> value(c);
        };
    }

    private boolean key(char c) {
        key = true;
        return c == '"' ? to(State.STRING) : refuse();
    }

    private boolean value(char c) {
        key = false;
        return switch (c) {
            case '{' -> {
                open.push('}');
                yield to(State.KEY_OR_END);
            }
            case '[' -> {
                open.push(']');
                yield to(State.VALUE_OR_END);
            }
            case '"' -> to(State.STRING);
            case 't' -> begin("rue");
            case 'f' -> begin("alse");
            case 'n' -> begin("ull");
            default -> "-0123456789".indexOf(c) >= 0 ? to(State.NUMBER) : refuse();
        };
    }

    private boolean string(char c) {
        return switch (c) {
            case '"' -> key ? to(State.COLON) : done();
            case '\\' -> to(State.ESCAPE);
            default -> true;
        };
    }

    private boolean escape(char c) {
        left = 4;
        return c == 'u'
                ? to(State.UNICODE)
                : "\"\\/bfnrt".indexOf(c) >= 0 ? to(State.STRING) : refuse();
    }

    private boolean unicode() {
        return --left > 0 || to(State.STRING);
    }

    private boolean begin(String rest) {
        word = rest;
        left = 0;
        return to(State.WORD);
    }

    private boolean word(char c) {
        if (c != word.charAt(left)) {
            return refuse();
        }
        return ++left < word.length() || done();
    }

    private boolean number(char c) {
        if ("0123456789+-.eE".indexOf(c) >= 0) {
            return true;
        }
        done();
        return state != State.COMPLETE && accept(c);
    }

    private boolean done() {
        return to(open.isEmpty() ? State.COMPLETE : State.NEXT);
    }

    private boolean to(State next) {
        state = next;
        return true;
    }

    private boolean inObject() {
        return open.getFirst() == '}';
    }

    private boolean refuse() {
        state = State.BROKEN;
        return false;
    }
}
