package dev.passerelle.runtime.importer.gguf;

import dev.passerelle.runtime.importer.CheckpointException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The key-value part of a GGUF file.
public final class GgufMetadata {

    private static final int LEAST_ENTRY_BYTES = 8 + 4 + 1;

    private final Path file;
    private final GgufCursor source;
    private final Map<String, GgufValue> values;
    private final long length;

    private GgufMetadata(Path file, GgufCursor source, Map<String, GgufValue> values, long length) {
        this.file = file;
        this.source = source;
        this.values = values;
        this.length = length;
    }

    static GgufMetadata read(Path file, GgufCursor cursor, long count) {
        long start = cursor.position();
        Map<String, GgufValue> values = new LinkedHashMap<>();
        for (long i = 0; i < count; i++) {
            String key = cursor.string("a metadata key");
            GgufValue value = value(file, cursor, key, cursor.int32("the type of " + name(key)));
            if (values.put(key, value) != null) {
                throw new CheckpointException(file, "has " + name(key) + " twice");
            }
        }
        return new GgufMetadata(file, cursor, values, cursor.position() - start);
    }

    static long leastBytes() {
        return LEAST_ENTRY_BYTES;
    }

    private static String name(String key) {
        return "metadata key '" + CheckpointException.printable(key) + "'";
    }

    private static GgufValue value(Path file, GgufCursor cursor, String key, int type) {
        String what = name(key);
        return switch (type) {
            case 0 -> new GgufValue.Int(cursor.uint8(what));
            case 1 -> new GgufValue.Int((byte) cursor.uint8(what));
            case 2 -> new GgufValue.Int(cursor.int16(what) & 0xFFFF);
            case 3 -> new GgufValue.Int(cursor.int16(what));
            case 4 -> new GgufValue.Int(Integer.toUnsignedLong(cursor.int32(what)));
            case 5 -> new GgufValue.Int(cursor.int32(what));
            case 6 -> new GgufValue.Real(Float.intBitsToFloat(cursor.int32(what)));
            case 7 -> new GgufValue.Bool(cursor.uint8(what) != 0);
            case 8 -> new GgufValue.Text(cursor.string(what));
            case 9 -> array(file, cursor, what);
            case 10, 11 -> new GgufValue.Int(cursor.int64(what));
            case 12 -> new GgufValue.Real(Double.longBitsToDouble(cursor.int64(what)));
            default -> throw unknownType(file, what, type);
        };
    }

    private static GgufValue array(Path file, GgufCursor cursor, String what) {
        int type = cursor.int32("the element type of " + what);
        int width =
                switch (type) {
                    case 0, 1, 7 -> 1;
                    case 2, 3 -> 2;
                    case 4, 5, 6 -> 4;
                    case 8, 10, 11, 12 -> 8;
                    case 9 -> throw new CheckpointException(file, what + " is an array of arrays");
                    default -> throw unknownType(file, what, type);
                };
        long length = cursor.count("a length of " + what, width);
        long position = cursor.position();
        if (type == 8) {
            for (long i = 0; i < length; i++) {
                cursor.skip(cursor.count("a length in " + what, 1), what);
            }
        } else {
            cursor.skip(length * width, what);
        }
        return new GgufValue.Array(length, type, position);
    }

    private static CheckpointException unknownType(Path file, String what, int type) {
        return new CheckpointException(
                file, what + " has unknown type " + Integer.toUnsignedString(type));
    }

    /// Bytes they take in the file.
    public long length() {
        return length;
    }

    /// The file they were read from, for messages.
    public Path file() {
        return file;
    }

    public Set<String> keys() {
        return Collections.unmodifiableSet(values.keySet());
    }

    public Optional<GgufValue> find(String key) {
        return Optional.ofNullable(values.get(key));
    }

    public Optional<String> text(String key) {
        return typed(key, GgufValue.Text.class, "a string").map(GgufValue.Text::value);
    }

    /// @throws CheckpointException if the key has another type
    public Optional<Long> integer(String key) {
        return typed(key, GgufValue.Int.class, "an integer").map(GgufValue.Int::value);
    }

    /// @throws CheckpointException if the key has another type
    public Optional<Double> number(String key) {
        return typed(key, GgufValue.Real.class, "a float").map(GgufValue.Real::value);
    }

    /// @throws CheckpointException if the key has another type
    public Optional<Boolean> flag(String key) {
        return typed(key, GgufValue.Bool.class, "a boolean").map(GgufValue.Bool::value);
    }

    /// A list of strings, read from the open file.
    ///
    /// @throws CheckpointException if the key has another type
    public Optional<List<String>> texts(String key) {
        return array(key, "a list of strings", 8)
                .map(array -> {
                    GgufCursor cursor = source.at(array.position());
                    List<String> texts = new ArrayList<>(Math.toIntExact(array.length()));
                    for (long i = 0; i < array.length(); i++) {
                        texts.add(cursor.string(name(key)));
                    }
                    return texts;
                });
    }

    /// A list of 32-bit integers, read from the open file.
    ///
    /// @throws CheckpointException if the key has another type
    public Optional<int[]> integers(String key) {
        return array(key, "a list of 32-bit integers", 4, 5)
                .map(array -> {
                    GgufCursor cursor = source.at(array.position());
                    int[] integers = new int[Math.toIntExact(array.length())];
                    Arrays.setAll(integers, _ -> cursor.int32(name(key)));
                    return integers;
                });
    }

    /// A list of 32-bit floats, read from the open file.
    ///
    /// @throws CheckpointException if the key has another type
    public Optional<float[]> numbers(String key) {
        return array(key, "a list of 32-bit floats", 6)
                .map(array -> {
                    GgufCursor cursor = source.at(array.position());
                    float[] numbers = new float[Math.toIntExact(array.length())];
                    for (int i = 0; i < numbers.length; i++) {
                        numbers[i] = Float.intBitsToFloat(cursor.int32(name(key)));
                    }
                    return numbers;
                });
    }

    /// A list of bytes, read from the open file.
    ///
    /// @throws CheckpointException if the key has another type
    public Optional<byte[]> bytes(String key) {
        return array(key, "a list of bytes", 0, 1)
                .map(array -> {
                    GgufCursor cursor = source.at(array.position());
                    byte[] bytes = new byte[Math.toIntExact(array.length())];
                    for (int i = 0; i < bytes.length; i++) {
                        bytes[i] = (byte) cursor.uint8(name(key));
                    }
                    return bytes;
                });
    }

    private Optional<GgufValue.Array> array(String key, String wanted, int... types) {
        Optional<GgufValue.Array> array = typed(key, GgufValue.Array.class, wanted);
        array.ifPresent(each -> {
            if (Arrays.stream(types).noneMatch(type -> type == each.type())) {
                throw wrongType(key, wanted);
            }
        });
        return array;
    }

    /// @throws CheckpointException if the key is missing or has another type
    public long requireInteger(String key) {
        return require(key, integer(key));
    }

    /// @throws CheckpointException if the key is missing or has another type
    public double requireNumber(String key) {
        return require(key, number(key));
    }

    private <T> T require(String key, Optional<T> value) {
        return value.orElseThrow(
                () -> new CheckpointException(file, "lacks metadata key '" + key + "'"));
    }

    private <T extends GgufValue> Optional<T> typed(String key, Class<T> type, String wanted) {
        @Nullable GgufValue value = values.get(key);
        if (value != null && !type.isInstance(value)) {
            throw wrongType(key, wanted);
        }
        return Optional.ofNullable(value).map(type::cast);
    }

    private CheckpointException wrongType(String key, String wanted) {
        return new CheckpointException(file, "metadata key '%s' is not %s".formatted(key, wanted));
    }
}
