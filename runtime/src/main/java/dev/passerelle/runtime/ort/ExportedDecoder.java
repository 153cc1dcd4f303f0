package dev.passerelle.runtime.ort;

import dev.passerelle.runtime.importer.export.ExportedModel;
import java.nio.FloatBuffer;
import org.jspecify.annotations.Nullable;

/// A decoder that somebody else exported to ONNX, used as it is.
public abstract sealed class ExportedDecoder implements Decoder
        permits InPlaceDecoder, AppendingDecoder {

    final ExportGraph graph;
    private final int vocabularySize;

    ExportedDecoder(ExportGraph graph, int vocabularySize) {
        this.graph = graph;
        this.vocabularySize = vocabularySize;
    }

    /// @param threads native threads a step runs on; 0 means one a processor
    public static ExportedDecoder open(ExportedModel model, int slots, int maxLength, int threads) {
        return model.signature().inPlace()
                ? InPlaceDecoder.load(model, slots, maxLength, threads)
                : AppendingDecoder.load(model, slots, maxLength, threads);
    }

    /// Runs `count` tokens, from index `offset` of `tokens` on, after those a slot holds.
    abstract void read(int slot, int[] tokens, int offset, int count, int logitRows);

    @Override
    public final void prefill(int slot, int[] tokens, int offset, int count, int logitRows) {
        FloatBuffer rows = null;
        int done = 0;
        while (done < count) {
            int wanted = Math.min(logitRows, count - done);
            int piece = graph.piece(count - done, wanted, offset + done > 0);
            read(slot, tokens, offset + done, piece, Math.min(wanted, piece));
            done += piece;
            rows = keep(rows, logitRows, count - done);
        }
        if (rows != null) {
            graph.leave(rows);
        }
    }

    /// Keeps the last token's logits if they are among those wanted and not all of them.
    ///
    /// @param left tokens still to be read
    private @Nullable FloatBuffer keep(@Nullable FloatBuffer rows, int logitRows, int left) {
        int row = logitRows - 1 - left;
        if (row < 0 || (rows == null && graph.logits().limit() >= logitRows * vocabularySize)) {
            return rows;
        }
        FloatBuffer several =
                rows == null ? FloatBuffer.allocate(logitRows * vocabularySize) : rows;
        graph.keep(several, row);
        return several;
    }

    @Override
    public final int vocabularySize() {
        return vocabularySize;
    }

    @Override
    public final int mostLogitRows() {
        return graph.mostLogitRows();
    }

    @Override
    public final FloatBuffer logits() {
        return graph.logits();
    }
}
