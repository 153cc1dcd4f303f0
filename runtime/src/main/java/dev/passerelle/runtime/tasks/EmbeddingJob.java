package dev.passerelle.runtime.tasks;

import dev.passerelle.runtime.Timing;
import dev.passerelle.runtime.fairness.Place;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/// One caller's inputs and what is known of their vectors. The owner of the session takes inputs
/// and puts vectors; the caller waits for [#done()].
final class EmbeddingJob {

    private final Place<EmbeddingJob> place;
    private final List<int[]> inputs;
    private final float[][] vectors;
    private final CompletableFuture<List<float[]>> done = new CompletableFuture<>();

    /// Positions of inputs not taken, longest first.
    private final List<Integer> waiting;

    private int missing;

    EmbeddingJob(Place<EmbeddingJob> place, List<int[]> inputs) {
        this.place = place;
        this.inputs = inputs;
        this.vectors = new float[inputs.size()][];
        this.missing = inputs.size();
        this.waiting =
                new ArrayList<>(
                        IntStream.range(0, inputs.size())
                                .boxed()
                                .sorted(
                                        Comparator.comparingInt((Integer i) -> inputs.get(i).length)
                                                .reversed())
                                .toList());
    }

    /// Completed with the vectors in order; cancelled when the caller has gone.
    CompletableFuture<List<float[]>> done() {
        return done;
    }

    Place<EmbeddingJob> place() {
        return place;
    }

    /// Known once it is done.
    Timing timing() {
        return place.timing();
    }

    /// Whether nothing is left to take: everything is, or nobody waits any more.
    boolean exhausted() {
        return waiting.isEmpty() || done.isDone();
    }

    /// Length of the longest input not taken.
    int longest() {
        return inputs.get(waiting.getFirst()).length;
    }

    /// Takes the longest input of at least `shortest` and at most `longest` tokens.
    ///
    /// @return its position, or -1 if there is none
    int take(int shortest, int longest) {
        for (Iterator<Integer> each = waiting.iterator(); each.hasNext(); ) {
            int position = each.next();
            int length = inputs.get(position).length;
            if (length < shortest) {
                return -1;
            }
            if (length <= longest) {
                each.remove();
                place.begun();
                return position;
            }
        }
        return -1;
    }

    int[] input(int position) {
        return inputs.get(position);
    }

    void put(int position, float[] vector) {
        vectors[position] = vector;
        if (--missing == 0) {
            place.answered();
            done.complete(Arrays.asList(vectors));
        }
    }

    void fail(Throwable cause) {
        place.answered();
        done.completeExceptionally(cause);
    }
}
