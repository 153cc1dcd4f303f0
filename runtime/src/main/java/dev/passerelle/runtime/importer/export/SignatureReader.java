package dev.passerelle.runtime.importer.export;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import dev.passerelle.runtime.KvPrecision;
import dev.passerelle.runtime.importer.CheckpointException;
import dev.passerelle.runtime.importer.export.GraphHeader.Value;
import dev.passerelle.runtime.importer.export.GraphSignature.CacheTensor;
import dev.passerelle.runtime.importer.export.GraphSignature.Input;
import dev.passerelle.runtime.importer.export.GraphSignature.Role;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Understands the inputs and outputs of an exported decoder, or says which it doesn't.
final class SignatureReader {

    /// Layers are counted without gaps up to the last; those that share another's cache have none.
    private static final int MOST_LAYERS = 1000;

    private final Path file;
    private final GraphHeader graph;
    private final ExportConfig config;
    private final ValueNames names;

    private SignatureReader(Path file, GraphHeader graph, ExportConfig config) {
        this.file = file;
        this.graph = graph;
        this.config = config;
        this.names = config.names();
    }

    /// @throws CheckpointException naming the input or output that is not understood
    static GraphSignature read(Path file, GraphHeader graph, ExportConfig config) {
        return new SignatureReader(file, graph, config).signature();
    }

    private GraphSignature signature() {
        List<CacheTensor> cache = cache();
        Map<Role, Input> inputs = inputs(cache);
        boolean inPlace = inPlace(cache);
        if (inPlace && !inputs.containsKey(Role.MASK)) {
            throw refused(
                    "has no input %s, from which GroupQueryAttention would learn how long each row is",
                    names.mask());
        }
        Value logits = output(names.logits(), 3);
        Value past = graph.inputs().get(cache.getFirst().past());
        return new GraphSignature(
                inputs,
                cache,
                size("key/value heads", past, 1, config.kvHeads()),
                size("dimensions of a head", past, 3, config.headDim()),
                cachePrecision(cache),
                inPlace,
                names.logits(),
                precision(names.logits(), logits),
                logits.shape().get(1) == 1,
                size("tokens", logits, 2, config.vocabularySize()));
    }

    private List<CacheTensor> cache() {
        List<CacheTensor> cache = new ArrayList<>();
        for (int layer = 0; layer < MOST_LAYERS; layer++) {
            if (graph.inputs().containsKey(ValueNames.of(names.pastKey(), layer))) {
                cache.add(cacheTensor(names.pastKey(), names.presentKey(), layer));
                cache.add(cacheTensor(names.pastValue(), names.presentValue(), layer));
            }
        }
        if (cache.isEmpty()) {
            throw refused(
                    "has no input %s: it is no decoder with a cache. Export it with past (optimum: task text-generation-with-past); a model that embeds needs 1_Pooling/config.json beside it",
                    ValueNames.of(names.pastKey(), 0));
        }
        return cache;
    }

    private CacheTensor cacheTensor(String pastName, String presentName, int layer) {
        String past = ValueNames.of(pastName, layer);
        String present = ValueNames.of(presentName, layer);
        Value value = graph.inputs().get(past);
        if (value == null) {
            throw refused("has no input %s, but its counterpart", past);
        }
        if (value.shape().size() != 4) {
            throw refused(
                    "input %s has %d dimensions; understood are the four [rows, kvHeads, tokens, headDim]",
                    past, value.shape().size());
        }
        output(present, 4);
        return new CacheTensor(past, present);
    }

    private Map<Role, Input> inputs(List<CacheTensor> cache) {
        Set<String> unknown = new TreeSet<>(graph.inputs().keySet());
        cache.forEach(tensor -> unknown.remove(tensor.past()));
        Map<Role, Input> inputs = new EnumMap<>(Role.class);
        Map<String, Role> roles = new HashMap<>();
        roles.put(names.tokens(), Role.TOKENS);
        roles.put(names.mask(), Role.MASK);
        roles.put(names.positions(), Role.POSITIONS);
        roles.put(ValueNames.PAST_SWITCH, Role.PAST_SWITCH);
        ValueNames.LOGITS_TO_KEEP.forEach(name -> roles.put(name, Role.LOGITS_TO_KEEP));
        roles.forEach((name, role) -> {
            Value value = graph.inputs().get(name);
            if (value != null) {
                inputs.put(role, input(name, value, role));
                unknown.remove(name);
            }
        });
        if (!unknown.isEmpty()) {
            throw refused(
                    "has inputs that are not understood: %s. Understood are %s, past keys and values",
                    CheckpointException.printable(String.join(", ", unknown)),
                    String.join(", ", new TreeSet<>(roles.keySet())));
        }
        if (!inputs.containsKey(Role.TOKENS)) {
            throw refused("has no input %s", names.tokens());
        }
        return inputs;
    }

    private Input input(String name, Value value, Role role) {
        int rank = value.shape().size();
        boolean ranked =
                switch (role) {
                    case TOKENS, MASK, POSITIONS -> rank == 2;
                    case PAST_SWITCH -> rank == 1;
                    case LOGITS_TO_KEEP -> rank <= 1;
                };
        if (!ranked) {
            throw refused("input %s has %d dimensions, which is not understood", name, rank);
        }
        boolean wide = value.elementType() == DataType.INT64.getNumber();
        boolean typed =
                role == Role.PAST_SWITCH
                        ? value.elementType() == DataType.BOOL.getNumber()
                        : wide || value.elementType() == DataType.INT32.getNumber();
        if (!typed) {
            throw refused("input %s is %s, which is not understood", name, type(value));
        }
        return new Input(name, wide, rank);
    }

    private Value output(String name, int rank) {
        Value value = graph.outputs().get(name);
        if (value == null || value.shape().size() != rank) {
            throw refused("has no output %s of %d dimensions", name, rank);
        }
        return value;
    }

    private KvPrecision cachePrecision(List<CacheTensor> cache) {
        Value first = graph.inputs().get(cache.getFirst().past());
        for (CacheTensor tensor : cache) {
            Value value = graph.inputs().get(tensor.past());
            boolean alike =
                    value != null
                            && value.elementType() == first.elementType()
                            && value.shape().get(1).equals(first.shape().get(1))
                            && value.shape().get(3).equals(first.shape().get(3));
            if (!alike) {
                throw refused(
                        "input %s differs from that of the first layer, which is not supported",
                        tensor.past());
            }
        }
        return precision(cache.getFirst().past(), first);
    }

    private KvPrecision precision(String name, Value value) {
        return switch (DataType.forNumber(value.elementType())) {
            case FLOAT -> KvPrecision.FP32;
            case FLOAT16 -> KvPrecision.FP16;
            case null, default ->
                    throw refused("%s is %s; supported are FLOAT and FLOAT16", name, type(value));
        };
    }

    /// Whether `GroupQueryAttention` of the graph itself is all that reads the past.
    private boolean inPlace(List<CacheTensor> cache) {
        Map<String, String> presentOf = new HashMap<>();
        cache.forEach(tensor -> presentOf.put(tensor.past(), tensor.present()));
        Set<String> left = new HashSet<>(presentOf.keySet());
        for (GraphHeader.Node node : graph.nodes()) {
            for (int i = 0; i < node.inputs().size(); i++) {
                String present = presentOf.get(node.inputs().get(i));
                if (present != null) {
                    left.remove(node.inputs().get(i));
                    if (!appends(node, i, present)) {
                        return false;
                    }
                }
            }
        }
        return left.isEmpty();
    }

    /// Inputs 3 and 4 of the operator are past keys and values, outputs 1 and 2 the present ones.
    private static boolean appends(GraphHeader.Node node, int input, String present) {
        return node.isMicrosofts("GroupQueryAttention")
                && (input == 3 || input == 4)
                && node.outputs().size() > input - 2
                && node.outputs().get(input - 2).equals(present);
    }

    private int size(String what, Value value, int dimension, int configured) {
        long size = value.shape().get(dimension);
        if (size < 0) {
            size = configured;
        }
        if (size < 1 || size > Integer.MAX_VALUE) {
            throw refused(
                    "neither the graph nor its configuration says how many %s there are", what);
        }
        return (int) size;
    }

    private static String type(Value value) {
        DataType type = DataType.forNumber(value.elementType());
        return type == null ? "of type " + value.elementType() : type.name();
    }

    private CheckpointException refused(String reason, Object... arguments) {
        return new CheckpointException(file, reason.formatted(arguments));
    }
}
