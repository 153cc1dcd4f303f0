package dev.passerelle.runtime.tools;

import java.util.concurrent.ThreadLocalRandom;

/// Names for calls, by which their results refer to them.
final class CallIds {

    private static final String ALPHABET =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    private CallIds() {}

    /// As OpenAI's.
    static String openAi() {
        return "call_" + random(24);
    }

    /// As the templates of Mistral's models want them.
    static String nine() {
        return random(9);
    }

    private static String random(int length) {
        StringBuilder id = new StringBuilder();
        ThreadLocalRandom.current()
                .ints(length, 0, ALPHABET.length())
                .forEach(i -> id.append(ALPHABET.charAt(i)));
        return id.toString();
    }
}
