package dev.passerelle.gateway.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.passerelle.gateway.openai.Spans.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// A JSON object with some of its bytes changed, the rest as they were.
final class Splice {
    private final byte[] body;
    private final List<Edit> edits = new ArrayList<>(4);

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Edit(int start, int end, byte[] bytes) {}

    Splice(byte[] body) {
        this.body = body;
    }

    void replace(Span span, byte[] value) {
        edits.add(new Edit(span.start(), span.end(), value));
    }

    void replace(Span span, String value) {
        replace(span, value.getBytes(UTF_8));
    }

    void insert(int index, String text) {
        edits.add(new Edit(index, index, text.getBytes(UTF_8)));
    }

    byte[] done() {
        if (edits.isEmpty()) {
            return body;
        }
        edits.sort(Comparator.comparingInt(Edit::start));
        int length = body.length;
        for (Edit edit : edits) {
            length += edit.bytes().length - (edit.end() - edit.start());
        }
        byte[] result = new byte[length];
        int from = 0;
        int to = 0;
        for (Edit edit : edits) {
            to = copy(body, from, edit.start(), result, to);
            to = copy(edit.bytes(), 0, edit.bytes().length, result, to);
            from = edit.end();
        }
        copy(body, from, body.length, result, to);
        return result;
    }

    private static int copy(byte[] source, int from, int end, byte[] target, int to) {
        System.arraycopy(source, from, target, to, end - from);
        return to + end - from;
    }
}
