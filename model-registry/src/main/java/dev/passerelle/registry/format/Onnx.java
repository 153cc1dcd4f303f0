package dev.passerelle.registry.format;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Finds the files that an ONNX model names for its tensors, by reading its protobuf as a stream;
/// weights within it are skipped.
///
/// Tensors occur in initializers, sparse ones too, in the attributes of nodes and functions, and in
/// the graphs of attributes and of training; field numbers are those of `onnx.proto`.
public final class Onnx {

    private static final int DEEPEST = 100;
    private static final int LONGEST_TEXT = 4096;
    private static final int MOST_FILES = 10_000;

    /// The messages that are looked into, with the fields that lead on.
    private enum Message {
        MODEL,
        GRAPH,
        NODE,
        ATTRIBUTE,
        SPARSE_TENSOR,
        TENSOR,
        FUNCTION,
        TRAINING;

        private static final Map<Message, Map<Integer, Message>> FIELDS =
                Map.of(
                        MODEL, Map.of(7, GRAPH, 20, TRAINING, 25, FUNCTION),
                        GRAPH, Map.of(1, NODE, 5, TENSOR, 15, SPARSE_TENSOR),
                        NODE, Map.of(5, ATTRIBUTE),
                        ATTRIBUTE,
                                Map.of(
                                        5,
                                        TENSOR,
                                        6,
                                        GRAPH,
                                        10,
                                        TENSOR,
                                        11,
                                        GRAPH,
                                        22,
                                        SPARSE_TENSOR,
                                        23,
                                        SPARSE_TENSOR),
                        SPARSE_TENSOR, Map.of(1, TENSOR, 2, TENSOR),
                        FUNCTION, Map.of(7, NODE, 11, ATTRIBUTE),
                        TRAINING, Map.of(1, GRAPH, 2, GRAPH),
                        TENSOR, Map.of());
    }

    private static final int EXTERNAL_DATA = 13;
    private static final int DATA_LOCATION = 14;

    private final String name;
    private final CodedInputStream in;
    private final Map<String, Long> ends = new TreeMap<>();

    private Onnx(String name, CodedInputStream in) {
        this.name = name;
        this.in = in;
    }

    /// The files beside a model that it needs, by location.
    ///
    /// @param name of the file in messages
    /// @throws FormatException if it is not ONNX or names a file that is not below its directory
    public static List<ExternalData> externalData(Path file, String name) throws IOException {
        try (InputStream bytes = Files.newInputStream(file)) {
            Onnx header = new Onnx(name, CodedInputStream.newInstance(bytes, 1 << 16));
            header.read(Message.MODEL, 0);
            List<ExternalData> found = new ArrayList<>();
            header.ends.forEach((location, end) -> found.add(new ExternalData(location, end)));
            return found;
        } catch (InvalidProtocolBufferException e) {
            throw new FormatException(name, "is not an ONNX model: " + e.getMessage());
        }
    }

    private void read(Message message, int depth) throws IOException {
        if (depth > DEEPEST) {
            throw new FormatException(name, "nests more than %d messages".formatted(DEEPEST));
        }
        Map<Integer, Message> leads = Message.FIELDS.getOrDefault(message, Map.of());
        Map<String, String> entries = new HashMap<>();
        boolean external = false;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            int field = WireFormat.getTagFieldNumber(tag);
            boolean delimited =
                    WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED;
            Message next = leads.get(field);
            if (delimited && next != null) {
                int end = in.pushLimit(in.readRawVarint32());
                read(next, depth + 1);
                leave(end);
            } else if (message == Message.TENSOR && delimited && field == EXTERNAL_DATA) {
                readEntry(entries);
            } else if (message == Message.TENSOR && !delimited && field == DATA_LOCATION) {
                external = in.readRawVarint64() == 1;
            } else if (!in.skipField(tag)) {
                throw new FormatException(name, "is not an ONNX model");
            }
        }
        if (external || !entries.isEmpty()) {
            add(entries);
        }
    }

    /// A pair of texts: field 1 is the key, 2 the value.
    private void readEntry(Map<String, String> entries) throws IOException {
        int end = in.pushLimit(in.readRawVarint32());
        String key = "";
        String value = "";
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (tag) {
                case 1 << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED -> key = text();
                case 2 << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED -> value = text();
                default -> in.skipField(tag);
            }
        }
        leave(end);
        entries.put(key, value);
    }

    /// Ends a nested message, all of which must have been there.
    private void leave(int end) throws IOException {
        if (in.getBytesUntilLimit() != 0) {
            throw new FormatException(name, "is truncated");
        }
        in.popLimit(end);
    }

    private String text() throws IOException {
        int length = in.readRawVarint32();
        if (length < 0 || length > LONGEST_TEXT) {
            throw new FormatException(name, "has an over-long external data entry");
        }
        return new String(in.readRawBytes(length), StandardCharsets.UTF_8);
    }

    private void add(Map<String, String> entries) throws FormatException {
        String location = location(entries.getOrDefault("location", ""));
        long offset = number(entries, "offset");
        long length = number(entries, "length");
        if (offset + length < 0) {
            throw new FormatException(name, "has an external tensor beyond any file's end");
        }
        ends.merge(location, offset + length, Math::max);
        if (ends.size() > MOST_FILES) {
            throw new FormatException(
                    name, "needs more than %d external files".formatted(MOST_FILES));
        }
    }

    private String location(String location) throws FormatException {
        String relative = location.startsWith("./") ? location.substring(2) : location;
        boolean safe =
                !relative.isEmpty()
                        && relative.chars()
                                .noneMatch(c -> c == '\\' || c == ':' || Character.isISOControl(c))
                        && List.of(relative.split("/", -1)).stream()
                                .noneMatch(part ->
                                        part.isEmpty() || part.equals(".") || part.equals(".."));
        if (!safe) {
            throw new FormatException(
                    name,
                    "names '%s' for its weights, which is not below its directory"
                            .formatted(location));
        }
        return relative;
    }

    private long number(Map<String, String> entries, String key) throws FormatException {
        try {
            long number = Long.parseLong(entries.getOrDefault(key, "0"));
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException _) {
            // as for a negative one
        }
        throw new FormatException(
                name, "has an external tensor whose %s is no number of bytes".formatted(key));
    }
}
