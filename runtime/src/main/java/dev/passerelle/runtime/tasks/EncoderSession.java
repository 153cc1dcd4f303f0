package dev.passerelle.runtime.tasks;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions;
import dev.passerelle.runtime.ort.SharedOrtEnvironment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// An encoder's ONNX graph in DJL's ONNX engine. Belongs to one thread.
final class EncoderSession implements Encoder {

    private final EncoderFiles files;
    private final SessionOptions options;
    private final Model model;
    private final List<String> inputs;

    private EncoderSession(EncoderFiles files, SessionOptions options, Model model) {
        this.files = files;
        this.options = options;
        this.model = model;
        this.inputs = model.getBlock().describeInput().keys();
    }

    /// Loads the graph and reads one text, so that a graph that doesn't fit its directory is
    /// refused now.
    ///
    /// @throws IllegalArgumentException if the graph can't be loaded or gives no token vectors
    static EncoderSession open(EncoderFiles files, int threads) {
        SharedOrtEnvironment.get();
        SessionOptions options = new SessionOptions();
        Model model = Model.newInstance("encoder", Device.cpu(), "OnnxRuntime");
        try {
            options.setIntraOpNumThreads(SharedOrtEnvironment.threads(threads));
            options.setInterOpNumThreads(1);
            Path graph = files.graph();
            model.load(graph, null, Map.of("sessionOptions", options));
            EncoderSession session = new EncoderSession(files, options, model);
            session.run(List.of(new int[] {files.padToken(), files.padToken()}));
            return session;
        } catch (IOException e) {
            close(model, options);
            throw new UncheckedIOException("can't read " + files.graph(), e);
        } catch (MalformedModelException | OrtException | RuntimeException e) {
            close(model, options);
            throw new IllegalArgumentException(
                    "%s is not a usable encoder: %s".formatted(files.graph(), e.getMessage()), e);
        }
    }

    /// Shorter rows are padded.
    @Override
    public List<float[]> run(List<int[]> rows) {
        int longest = rows.stream().mapToInt(row -> row.length).max().orElseThrow();
        try (NDManager manager = model.getNDManager().newSubManager()) {
            NDList arrays = new NDList();
            for (String input : inputs) {
                arrays.add(input(input, rows, longest, manager));
            }
            NDList outputs =
                    model.getBlock().forward(new ParameterStore(manager, false), arrays, false);
            return pool(hidden(outputs, rows.size(), longest), rows, longest);
        }
    }

    private NDArray input(String name, List<int[]> rows, int longest, NDManager manager) {
        LongBuffer values =
                manager.allocateDirect(rows.size() * longest * Long.BYTES).asLongBuffer();
        for (int[] row : rows) {
            for (int i = 0; i < longest; i++) {
                boolean real = i < row.length;
                values.put(
                        switch (name) {
                            case "input_ids" -> real ? row[i] : files.padToken();
                            case "attention_mask" -> real ? 1 : 0;
                            case "token_type_ids" -> 0;
                            default ->
                                    throw new IllegalArgumentException(
                                            "input %s is not known; known are input_ids, attention_mask, token_type_ids"
                                                    .formatted(name));
                        });
            }
        }
        NDArray array =
                manager.create(values.flip(), new Shape(rows.size(), longest), DataType.INT64);
        array.setName(name);
        return array;
    }

    private FloatBuffer hidden(NDList outputs, int rows, int longest) {
        Shape expected = new Shape(rows, longest, files.dimensions());
        for (NDArray output : outputs) {
            if (output.getShape().equals(expected)) {
                return output.toByteBuffer(true).asFloatBuffer();
            }
        }
        throw new IllegalArgumentException(
                "no output has the shape %s of token vectors; there are %s"
                        .formatted(expected, outputs.stream().map(NDArray::getShape).toList()));
    }

    private List<float[]> pool(FloatBuffer hidden, List<int[]> rows, int longest) {
        float[][] vectors = new float[rows.size()][];
        for (int i = 0; i < vectors.length; i++) {
            vectors[i] =
                    files.pooling()
                            .pool(
                                    hidden,
                                    i * longest * files.dimensions(),
                                    rows.get(i).length,
                                    files.dimensions());
        }
        return List.of(vectors);
    }

    @Override
    public void close() {
        close(model, options);
    }

    private static void close(Model model, SessionOptions options) {
        model.close();
        options.close();
    }
}
