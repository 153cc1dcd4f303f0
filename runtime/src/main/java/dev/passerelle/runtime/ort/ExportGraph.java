package dev.passerelle.runtime.ort;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.passerelle.runtime.KvPrecision;
import dev.passerelle.runtime.importer.export.ExportedModel;
import dev.passerelle.runtime.importer.export.GraphSignature;
import dev.passerelle.runtime.importer.export.GraphSignature.Input;
import dev.passerelle.runtime.importer.export.GraphSignature.Role;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The session of an exported decoder, without its cache: makes the inputs of a step and finds the
/// logits.
final class ExportGraph implements AutoCloseable {

    /// Memory for the logits of one run. A graph that gives those of every token reads long prompts
    /// in pieces.
    private static final long MOST_LOGIT_BYTES = 64L << 20;

    private static final int MOST_LOGIT_ROWS = 16;

    private final OrtSession session;
    private final GraphSignature signature;
    private final int mostLogitRows;
    private final int mostTokens;
    private final ByteBuffer tokens;
    private final ByteBuffer mask;
    private final ByteBuffer positions;
    private final ByteBuffer scalar = direct(Long.BYTES);
    private final ByteBuffer computed;
    private final FloatBuffer gathered;
    private FloatBuffer logits;

    /// What one run reads.
    ///
    /// @param tokens `count` for each row, from index `from` on
    /// @param past tokens each row holds before
    /// @param logitRows how many rows of logits are wanted of each row of the batch
    record Step(int rows, int count, int[] tokens, int from, int[] past, int logitRows) {

        /// Length of the longest row after the step.
        int total() {
            int most = 0;
            for (int row = 0; row < rows; row++) {
                most = Math.max(most, past[row] + count);
            }
            return most;
        }
    }

    /// @param rows most rows of a step
    /// @param maxLength most tokens of a row
    ExportGraph(ExportedModel model, int rows, int maxLength, int threads) {
        signature = model.signature();
        mostLogitRows = Math.max(rows, Math.min(MOST_LOGIT_ROWS, maxLength));
        long rowBytes = (long) signature.vocabularySize() * signature.logitsPrecision().bytes();
        boolean all = !signature.lastLogitsOnly() && signature.input(Role.LOGITS_TO_KEEP).isEmpty();
        mostTokens =
                all
                        ? Math.clamp(
                                MOST_LOGIT_BYTES / rowBytes,
                                mostLogitRows,
                                Math.max(mostLogitRows, maxLength))
                        : maxLength;
        tokens = direct(Math.max(rows, maxLength) * Long.BYTES);
        positions = direct(Math.max(rows, maxLength) * Long.BYTES);
        mask = direct(Math.multiplyExact(rows * Long.BYTES, maxLength));
        int computedRows = all ? Math.max(rows, mostTokens) : mostLogitRows;
        computed = direct(Math.toIntExact(rowBytes * computedRows));
        gathered =
                direct(Math.multiplyExact(mostLogitRows * Float.BYTES, signature.vocabularySize()))
                        .asFloatBuffer();
        logits = gathered;
        session = OrtRuntime.open(model.graph(), threads);
    }

    int mostLogitRows() {
        return mostLogitRows;
    }

    /// The rows of the last step, or those of [#keep].
    FloatBuffer logits() {
        return logits;
    }

    /// How many of `count` tokens to read in one run, so that `logitRows` rows of logits come from
    /// the last run, or each from a run of its own.
    int piece(int count, int logitRows, boolean hasPast) {
        if (hasPast && signature.oneTokenAfterPast()) {
            return 1;
        }
        if (signature.lastLogitsOnly()) {
            return Math.max(1, Math.min(mostTokens, count - logitRows + 1));
        }
        return count <= mostTokens ? count : Math.min(mostTokens, count - logitRows);
    }

    /// Runs a step; `past` and `present` are the tensors of the cache in the signature's order.
    void run(Step step, List<OnnxTensor> past, List<OnnxTensor> present) {
        Map<String, OnnxTensor> inputs = new HashMap<>();
        Map<String, OnnxTensor> outputs = new HashMap<>();
        List<OnnxTensor> own = new ArrayList<>();
        try {
            signature
                    .inputs()
                    .forEach((role, input) -> {
                        OnnxTensor tensor = input(role, input, step);
                        own.add(tensor);
                        inputs.put(input.name(), tensor);
                    });
            OnnxTensor computedTensor = computedTensor(step);
            own.add(computedTensor);
            outputs.put(signature.logits(), computedTensor);
            for (int i = 0; i < past.size(); i++) {
                inputs.put(signature.cache().get(i).past(), past.get(i));
                outputs.put(signature.cache().get(i).present(), present.get(i));
            }
            session.run(inputs, outputs).close();
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime failed: " + e.getMessage(), e);
        } finally {
            own.forEach(OnnxTensor::close);
        }
        find(step);
    }

    private OnnxTensor input(Role role, Input input, Step step) {
        long[] each = {step.rows, step.count};
        return switch (role) {
            case TOKENS -> {
                for (int i = 0; i < step.rows * step.count; i++) {
                    put(tokens, input, i, step.tokens[step.from + i]);
                }
                yield whole(tokens, input, each);
            }
            case POSITIONS -> {
                for (int i = 0; i < step.rows * step.count; i++) {
                    put(positions, input, i, step.past[i / step.count] + i % step.count);
                }
                yield whole(positions, input, each);
            }
            case MASK -> mask(input, step);
            case LOGITS_TO_KEEP -> {
                put(scalar, input, 0, step.logitRows);
                yield whole(scalar, input, input.rank() == 0 ? new long[0] : new long[] {1});
            }
            case PAST_SWITCH -> {
                ByteBuffer past = direct(1).put(0, (byte) (step.past[0] > 0 ? 1 : 0));
                yield OrtRuntime.tensor(past, new long[] {1}, OnnxJavaType.BOOL);
            }
        };
    }

    /// Ones for the tokens a row will hold, zeros after them.
    private OnnxTensor mask(Input input, Step step) {
        int total = step.total();
        for (int row = 0; row < step.rows; row++) {
            for (int i = 0; i < total; i++) {
                put(mask, input, row * total + i, i < step.past[row] + step.count ? 1 : 0);
            }
        }
        return whole(mask, input, new long[] {step.rows, total});
    }

    private static void put(ByteBuffer buffer, Input input, int index, int value) {
        if (input.wide()) {
            buffer.putLong(index * Long.BYTES, value);
        } else {
            buffer.putInt(index * Integer.BYTES, value);
        }
    }

    private static OnnxTensor whole(ByteBuffer buffer, Input input, long[] shape) {
        int bytes = input.wide() ? Long.BYTES : Integer.BYTES;
        for (long size : shape) {
            bytes = Math.multiplyExact(bytes, (int) size);
        }
        return OrtRuntime.tensor(
                slice(buffer, 0, bytes),
                shape,
                input.wide() ? OnnxJavaType.INT64 : OnnxJavaType.INT32);
    }

    /// How many rows of logits the graph gives for each row of the batch.
    private int computedRows(Step step) {
        if (signature.lastLogitsOnly()) {
            return 1;
        }
        return signature.input(Role.LOGITS_TO_KEEP).isPresent() ? step.logitRows : step.count;
    }

    private OnnxTensor computedTensor(Step step) {
        int rows = computedRows(step);
        int vocabulary = signature.vocabularySize();
        int bytes = step.rows * rows * vocabulary * signature.logitsPrecision().bytes();
        return OrtRuntime.tensor(
                slice(computed, 0, bytes),
                new long[] {step.rows, rows, vocabulary},
                type(signature.logitsPrecision()));
    }

    /// The wanted rows are the last of those computed.
    private void find(Step step) {
        int vocabulary = signature.vocabularySize();
        int computedRows = step.rows * computedRows(step);
        int wanted = step.rows * Math.min(step.logitRows, computedRows(step));
        int first = (computedRows - wanted) * vocabulary;
        if (signature.logitsPrecision() == KvPrecision.FP32) {
            logits = computed.asFloatBuffer().slice(first, wanted * vocabulary);
            return;
        }
        for (int i = 0; i < wanted * vocabulary; i++) {
            short half = computed.getShort((first + i) * Short.BYTES);
            gathered.put(i, Float.float16ToFloat(half));
        }
        logits = gathered;
    }

    /// Keeps the last step's one row of logits as row `row` of several.
    void keep(FloatBuffer several, int row) {
        int vocabulary = signature.vocabularySize();
        several.put(row * vocabulary, logits, 0, vocabulary);
    }

    /// Makes rows kept one by one the logits there are.
    void leave(FloatBuffer several) {
        logits = several;
    }

    static OnnxJavaType type(KvPrecision precision) {
        return precision == KvPrecision.FP16 ? OnnxJavaType.FLOAT16 : OnnxJavaType.FLOAT;
    }

    static ByteBuffer slice(ByteBuffer buffer, int from, int bytes) {
        return buffer.slice(from, bytes).order(ByteOrder.nativeOrder());
    }

    private static ByteBuffer direct(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }

    @Override
    public void close() {
        OrtRuntime.close(session);
    }
}
