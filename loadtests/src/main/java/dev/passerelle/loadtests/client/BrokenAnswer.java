package dev.passerelle.loadtests.client;

import java.io.IOException;

/// What came is no answer; the message says why in a few words that group.
final class BrokenAnswer extends IOException {
    BrokenAnswer(String message) {
        super(message);
    }
}
