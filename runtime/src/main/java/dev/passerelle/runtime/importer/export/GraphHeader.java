package dev.passerelle.runtime.importer.export;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto.Dimension;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import dev.passerelle.runtime.importer.CheckpointException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/// What an ONNX file says of its graph: inputs, outputs, nodes and the shapes of its weights. The
/// file is streamed; no weight is kept.
record GraphHeader(
        SequencedMap<String, Value> inputs,
        SequencedMap<String, Value> outputs,
        List<Node> nodes,
        List<Weight> weights) {

    /// Nodes are small, but for constants that are better off as initializers.
    private static final int MOST_NODE_BYTES = 64 << 20;

    /// @param elementType a number of `TensorProto.DataType`
    /// @param shape -1 where a dimension is not fixed
    record Value(int elementType, List<Long> shape) {}

    /// @param bits the attribute `bits` of operators with packed weights, else 0
    record Node(
            String domain, String operator, List<String> inputs, List<String> outputs, int bits) {

        boolean isMicrosofts(String name) {
            return domain.equals("com.microsoft") && operator.equals(name);
        }
    }

    record Weight(String name, int elementType, long elements) {}

    /// Whether it is given what it computed before, as decoders are whatever their exporter.
    boolean hasPast() {
        return inputs.keySet().stream().anyMatch(name -> name.startsWith("past"));
    }

    /// @throws CheckpointException if the file is not an ONNX graph
    static GraphHeader read(Path graph) {
        try (InputStream file = new BufferedInputStream(Files.newInputStream(graph), 1 << 16)) {
            return new Reader(CodedInputStream.newInstance(file)).model();
        } catch (InvalidProtocolBufferException e) {
            throw new CheckpointException(graph, "is not an ONNX graph", e);
        } catch (IOException e) {
            throw new CheckpointException(graph, "can't be read: " + e.getMessage(), e);
        }
    }

    /// Goes through the protobuf once.
    private static final class Reader {
        private final CodedInputStream in;
        private final SequencedMap<String, Value> inputs = new LinkedHashMap<>();
        private final SequencedMap<String, Value> outputs = new LinkedHashMap<>();
        private final List<Node> nodes = new ArrayList<>();
        private final List<Weight> weights = new ArrayList<>();

        Reader(CodedInputStream in) {
            this.in = in;
        }

        GraphHeader model() throws IOException {
            each(field -> {
                if (field == ModelProto.GRAPH_FIELD_NUMBER) {
                    within(this::graph);
                    return true;
                }
                return false;
            });
            weights.forEach(weight -> inputs.remove(weight.name()));
            return new GraphHeader(inputs, outputs, nodes, weights);
        }

        private boolean graph(int field) throws IOException {
            switch (field) {
                case GraphProto.INPUT_FIELD_NUMBER -> value(inputs);
                case GraphProto.OUTPUT_FIELD_NUMBER -> value(outputs);
                case GraphProto.NODE_FIELD_NUMBER -> node();
                case GraphProto.INITIALIZER_FIELD_NUMBER -> weight();
                default -> {
                    return false;
                }
            }
            return true;
        }

        private void value(Map<String, Value> values) throws IOException {
            ValueInfoProto value = ValueInfoProto.parseFrom(bytes());
            TypeProto.Tensor type = value.getType().getTensorType();
            List<Long> shape =
                    type.getShape().getDimList().stream()
                            .map(size ->
                                    size.getValueCase() == Dimension.ValueCase.DIM_VALUE
                                            ? size.getDimValue()
                                            : -1L)
                            .toList();
            values.put(value.getName(), new Value(type.getElemType(), shape));
        }

        private void node() throws IOException {
            NodeProto node = NodeProto.parseFrom(bytes());
            int bits =
                    node.getAttributeList().stream()
                            .filter(attribute -> attribute.getName().equals("bits"))
                            .mapToInt(attribute -> (int) attribute.getI())
                            .findFirst()
                            .orElse(0);
            nodes.add(
                    new Node(
                            node.getDomain(),
                            node.getOpType(),
                            List.copyOf(node.getInputList()),
                            List.copyOf(node.getOutputList()),
                            bits));
        }

        private void weight() throws IOException {
            String name = "";
            int type = 0;
            long elements = 1;
            int limit = in.pushLimit(in.readRawVarint32());
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                switch (WireFormat.getTagFieldNumber(tag)) {
                    case TensorProto.NAME_FIELD_NUMBER -> name = in.readString();
                    case TensorProto.DATA_TYPE_FIELD_NUMBER -> type = in.readInt32();
                    case TensorProto.DIMS_FIELD_NUMBER ->
                            elements = multiply(elements, dimensions());
                    default -> in.skipField(tag);
                }
            }
            in.checkLastTagWas(0);
            in.popLimit(limit);
            weights.add(new Weight(name, type, elements));
        }

        private byte[] bytes() throws IOException {
            int size = in.readRawVarint32();
            if (size < 0 || size > MOST_NODE_BYTES) {
                throw new InvalidProtocolBufferException("an absurd size");
            }
            return in.readRawBytes(size);
        }

        /// The product of the sizes at this place, packed or not.
        private long dimensions() throws IOException {
            if (WireFormat.getTagWireType(in.getLastTag())
                    != WireFormat.WIRETYPE_LENGTH_DELIMITED) {
                return in.readInt64();
            }
            long product = 1;
            int limit = in.pushLimit(in.readRawVarint32());
            while (in.getBytesUntilLimit() > 0) {
                product = multiply(product, in.readInt64());
            }
            in.popLimit(limit);
            return product;
        }

        private static long multiply(long a, long b) throws IOException {
            if (b < 0 || b > Integer.MAX_VALUE || Math.multiplyHigh(a, b) != 0 || a * b < 0) {
                throw new InvalidProtocolBufferException("an absurd shape");
            }
            return a * b;
        }

        /// The fields of the message at this place.
        private void within(Fields fields) throws IOException {
            int limit = in.pushLimit(in.readRawVarint32());
            each(fields);
            in.checkLastTagWas(0);
            in.popLimit(limit);
        }

        private void each(Fields fields) throws IOException {
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                if (!fields.read(WireFormat.getTagFieldNumber(tag))) {
                    in.skipField(tag);
                }
            }
        }

        private interface Fields {

            /// Reads a field, or doesn't.
            boolean read(int number) throws IOException;
        }
    }
}
