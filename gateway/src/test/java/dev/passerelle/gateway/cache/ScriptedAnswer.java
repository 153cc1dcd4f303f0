package dev.passerelle.gateway.cache;

import dev.passerelle.gateway.answer.Answer;
import dev.passerelle.gateway.answer.Note;
import dev.passerelle.gateway.answer.Origin;
import dev.passerelle.gateway.answer.Part;
import dev.passerelle.gateway.answer.Tokens;
import dev.passerelle.runtime.Timing;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// An answer whose parts come when a test says so. All parts are in one array, as a socket's are.
final class ScriptedAnswer implements Answer {
    private static final Object END = new Object();

    private final Origin origin;
    private final boolean streamed;
    private final LinkedBlockingQueue<Object> script = new LinkedBlockingQueue<>();
    private final byte[] buffer = new byte[1 << 17];
    final AtomicInteger closed = new AtomicInteger();
    final AtomicInteger given = new AtomicInteger();
    volatile boolean interrupted;
    volatile boolean keepable = true;

    ScriptedAnswer(Origin origin, boolean streamed) {
        this.origin = origin;
        this.streamed = streamed;
    }

    ScriptedAnswer part(String text) {
        script.add(text);
        return this;
    }

    ScriptedAnswer done() {
        script.add(END);
        return this;
    }

    ScriptedAnswer fails(RuntimeException failure) {
        script.add(failure);
        return this;
    }

    @Override
    public Origin origin() {
        return origin;
    }

    @Override
    public boolean streamed() {
        return streamed;
    }

    @SuppressWarnings("ReferenceEquality") // the end is itself
    @Override
    public @Nullable Part next() throws InterruptedException {
        Object next;
        try {
            next = script.take();
        } catch (InterruptedException e) {
            interrupted = true;
            throw e;
        }
        if (next == END) {
            return null;
        }
        if (next instanceof RuntimeException failure) {
            throw failure;
        }
        given.incrementAndGet();
        byte[] bytes = ((String) next).getBytes(StandardCharsets.UTF_8);
        System.arraycopy(bytes, 0, buffer, 7, bytes.length);
        return new Part(buffer, 7, bytes.length);
    }

    /// One for each part.
    @Override
    public Tokens tokens() {
        return new Tokens(3, given.get(), 0, true);
    }

    @Override
    public Timing timing() {
        return Timing.NONE;
    }

    @Override
    public List<Note> notes() {
        return List.of(new Note("x-of", "source"));
    }

    @Override
    public boolean keepable() {
        return keepable;
    }

    @Override
    public void close() {
        closed.incrementAndGet();
    }
}
