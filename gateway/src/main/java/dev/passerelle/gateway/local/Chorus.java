package dev.passerelle.gateway.local;

import dev.passerelle.runtime.GenerationEvent;
import dev.passerelle.runtime.GenerationEvent.Failed;
import dev.passerelle.runtime.InferenceException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/// Candidates read at once, in the order in which they speak. A reader that lags holds all of them
/// up: each waits with what it says next until there is room.
final class Chorus implements AutoCloseable {
    private final List<RunningChoice> candidates;
    private final BlockingQueue<Said> said;
    private final List<Thread> readers = new ArrayList<>();

    private Chorus(List<RunningChoice> candidates) {
        this.candidates = candidates;
        this.said = new ArrayBlockingQueue<>(candidates.size());
    }

    /// Begins to read them.
    static Chorus of(List<RunningChoice> candidates) {
        Chorus chorus = new Chorus(candidates);
        // one alone is read by whoever asks for it
        for (int i = 0; candidates.size() > 1 && i < candidates.size(); i++) {
            int number = i;
            chorus.readers.add(
                    Thread.ofVirtual()
                            .name("candidate-" + number)
                            .start(() -> chorus.listen(number)));
        }
        return chorus;
    }

    /// What is said next, by whichever candidate. Not to be asked after all have ended.
    Said next() throws InterruptedException {
        return readers.isEmpty() ? new Said(0, candidates.getFirst().read()) : said.take();
    }

    private void listen(int number) {
        try {
            Said next;
            do {
                next = new Said(number, read(number));
                said.put(next);
            } while (!next.last());
        } catch (InterruptedException _) {
            // nobody listens any more
        }
    }

    private GenerationEvent read(int number) throws InterruptedException {
        try {
            return candidates.get(number).read();
        } catch (RuntimeException e) {
            return new Failed(new InferenceException.Failed("The model failed", e));
        }
    }

    /// Reads no more.
    @Override
    public void close() {
        readers.forEach(Thread::interrupt);
    }
}
