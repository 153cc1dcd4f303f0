package dev.passerelle.runtime.constrained;

import dev.passerelle.runtime.Constraint;
import dev.passerelle.runtime.text.Vocabulary;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// A vocabulary of all bytes and some longer tokens, among them parts of characters, and texts made
/// of its tokens.
final class TestTokens {

    /// Ends a text.
    static final int END = 256;

    private static final int CONTROL = 257;
    private static final List<String> LONGER =
            List.of(
                    "{\"",
                    "\":",
                    "\": ",
                    "\",",
                    "\", \"",
                    "\"}",
                    "\"]",
                    "}}",
                    "[]",
                    "{}",
                    "],",
                    "},",
                    "\n  ",
                    " \"",
                    "true",
                    "false",
                    "null",
                    "tru",
                    "ab",
                    "abc",
                    "name",
                    "\"name\"",
                    "12",
                    "100",
                    "-1",
                    "0.5",
                    "e+",
                    "\\u",
                    "\\\"",
                    "\\n",
                    "é",
                    "日本",
                    "a\"",
                    "a\",\"b",
                    "\"a\":",
                    "🙂",
                    "    ",
                    "abcabcabcabcabcabcabc",
                    "                                ");

    static final Vocabulary VOCABULARY = vocabulary();
    static final ConstraintCompiler COMPILER = new ConstraintCompiler(VOCABULARY, List.of(END));

    private static final byte[][] BYTES = bytes();

    private TestTokens() {}

    private static byte[][] bytes() {
        byte[][] bytes = new byte[VOCABULARY.size()][];
        for (int token = 0; token < bytes.length; token++) {
            bytes[token] = VOCABULARY.bytes(token);
        }
        return bytes;
    }

    private static Vocabulary vocabulary() {
        List<byte[]> all = new ArrayList<>();
        for (int b = 0; b < 256; b++) {
            all.add(new byte[] {(byte) b});
        }
        all.add(new byte[0]);
        all.add(new byte[0]);
        for (String text : LONGER) {
            all.add(text.getBytes(StandardCharsets.UTF_8));
        }
        // the end of a character and the beginning of another
        all.add(new byte[] {(byte) 0xA9, (byte) 0xC3});
        all.add(new byte[] {(byte) 0xE6, (byte) 0x97});
        boolean[] control = new boolean[all.size()];
        control[END] = true;
        control[CONTROL] = true;
        return new Vocabulary(all.toArray(byte[][]::new), control);
    }

    static ConstraintState start(Constraint constraint) {
        return COMPILER.compile(constraint).start();
    }

    /// Whether a text satisfies a constraint, cut into tokens at random.
    static boolean accepts(Constraint constraint, String text, RandomGenerator random) {
        ConstraintState state = start(constraint);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int at = 0;
        while (at < bytes.length) {
            List<Integer> fitting = new ArrayList<>();
            for (int token = 0; token < VOCABULARY.size(); token++) {
                if (isNext(BYTES[token], bytes, at)) {
                    fitting.add(token);
                }
            }
            int token = fitting.get(random.nextInt(fitting.size()));
            try {
                state.accept(token);
            } catch (IllegalArgumentException e) {
                return false;
            }
            at += BYTES[token].length;
        }
        return state.mayEnd();
    }

    private static boolean isNext(byte[] token, byte[] text, int at) {
        if (token.length == 0 || at + token.length > text.length) {
            return false;
        }
        for (int i = 0; i < token.length; i++) {
            if (token[i] != text[at + i]) {
                return false;
            }
        }
        return true;
    }

    /// A text of random tokens that the masks allow; empty if it has not ended after so many.
    static Optional<String> sample(ConstraintState state, RandomGenerator random, int mostTokens) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        for (int i = 0; i < mostTokens; i++) {
            if (state.mustEnd() || (state.mayEnd() && random.nextInt(3) == 0)) {
                return Optional.of(text.toString(StandardCharsets.UTF_8));
            }
            int token = random(state.mask(), random);
            state.accept(token);
            text.writeBytes(BYTES[token]);
        }
        return Optional.empty();
    }

    /// An allowed token other than the end; rarely one of a long string.
    private static int random(TokenMask mask, RandomGenerator random) {
        boolean quote = mask.allows('"') && random.nextInt(3) == 0;
        if (quote) {
            return '"';
        }
        boolean close = (mask.allows('}') || mask.allows(']')) && random.nextInt(3) == 0;
        if (close) {
            return mask.allows('}') ? '}' : ']';
        }
        int skip = random.nextInt(mask.count() - (mask.allows(END) ? 1 : 0));
        for (int token = 0; ; token++) {
            if (token != END && mask.allows(token) && skip-- == 0) {
                return token;
            }
        }
    }
}
