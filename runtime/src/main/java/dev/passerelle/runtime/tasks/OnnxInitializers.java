package dev.passerelle.runtime.tasks;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/// How many values of each type the initializers of an ONNX graph hold, inside the file or beside
/// it. The file is streamed: no initializer's values are kept.
///
/// @param elements by `TensorProto.DataType`
record OnnxInitializers(Map<Integer, Long> elements) {

    /// What a type is called, and how wide it is; fields of `TensorProto.DataType` in onnx.proto.
    private enum Type {
        FLOAT(1, 32, "fp32"),
        UINT8(2, 8, "int8"),
        INT8(3, 8, "int8"),
        FLOAT16(10, 16, "fp16"),
        DOUBLE(11, 64, "fp64"),
        BFLOAT16(16, 16, "bf16"),
        UINT4(21, 4, "int4"),
        INT4(22, 4, "int4");

        private final int number;
        private final int bits;
        private final String format;

        Type(int number, int bits, String format) {
            this.number = number;
            this.bits = bits;
            this.format = format;
        }
    }

    /// @throws IllegalArgumentException if the file is not an ONNX graph
    static OnnxInitializers read(Path graph) {
        try (InputStream file = new BufferedInputStream(Files.newInputStream(graph), 1 << 16)) {
            CodedInputStream in = CodedInputStream.newInstance(file);
            Map<Integer, Long> elements = new TreeMap<>();
            within(in, ModelProto.GRAPH_FIELD_NUMBER, () -> graph(in, elements));
            if (elements.isEmpty()) {
                throw new IllegalArgumentException(graph + " is not an ONNX graph with weights");
            }
            return new OnnxInitializers(elements);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException(graph + " is not an ONNX graph", e);
        } catch (IOException e) {
            throw new UncheckedIOException("can't read " + graph, e);
        }
    }

    private static void graph(CodedInputStream in, Map<Integer, Long> elements) throws IOException {
        within(in, GraphProto.INITIALIZER_FIELD_NUMBER, () -> initializer(in, elements));
    }

    private static void initializer(CodedInputStream in, Map<Integer, Long> elements)
            throws IOException {
        long count = 1;
        int type = 0;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (WireFormat.getTagFieldNumber(tag)) {
                case TensorProto.DIMS_FIELD_NUMBER -> count = multiply(count, dimensions(in, tag));
                case TensorProto.DATA_TYPE_FIELD_NUMBER -> type = in.readInt32();
                default -> in.skipField(tag);
            }
        }
        elements.merge(type, count, Long::sum);
    }

    /// The product of the sizes at this place, packed or not.
    private static long dimensions(CodedInputStream in, int tag) throws IOException {
        if (WireFormat.getTagWireType(tag) != WireFormat.WIRETYPE_LENGTH_DELIMITED) {
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

    /// Reads each message with that field number; skips everything else.
    private static void within(CodedInputStream in, int field, Reader reader) throws IOException {
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (WireFormat.getTagFieldNumber(tag) == field) {
                int limit = in.pushLimit(in.readRawVarint32());
                reader.read();
                in.checkLastTagWas(0);
                in.popLimit(limit);
            } else {
                in.skipField(tag);
            }
        }
    }

    private interface Reader {
        void read() throws IOException;
    }

    /// Elements of the types that weights have; shapes and positions are not counted.
    long parameters() {
        return sum(_ -> 8L);
    }

    long bytes() {
        return sum(type -> type.bits);
    }

    private long sum(ToLongFunction<Type> bits) {
        long sum = 0;
        for (Type type : Type.values()) {
            sum += elements.getOrDefault(type.number, 0L) * bits.applyAsLong(type) / 8;
        }
        return sum;
    }

    /// How most parameters are stored: `fp32`, `fp16`, `int8` and the like.
    String format() {
        Type most = Type.FLOAT;
        for (Type type : Type.values()) {
            if (elements.getOrDefault(type.number, 0L) > elements.getOrDefault(most.number, 0L)) {
                most = type;
            }
        }
        return most.format;
    }
}
