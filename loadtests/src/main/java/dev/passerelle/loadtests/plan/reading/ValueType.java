package dev.passerelle.loadtests.plan.reading;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/// How the text of a value is read.
///
/// @param label stands for a value in the usage of a flag
/// @param allowed what is accepted, as messages and the documentation say it
/// @param reader throws [IllegalArgumentException] for what isn't accepted; its message, if it has
///   one, says why
record ValueType<T>(String label, String allowed, Form form, Function<String, T> reader) {
    /// How a value is written in a file.
    enum Form {
        PLAIN,
        /// One text, never shown.
        HIDDEN,
        /// Several texts, read as lines; what they are is never shown.
        SECRETS,
        /// Several texts, read as one with commas between them.
        LIST,
        /// Texts by name, read as lines of `name: text`, never shown.
        MAP,
        /// Anything, read as JSON.
        JSON
    }

    static final ValueType<String> TEXT =
            plain("TEXT", "text", text -> require(text.strip(), !text.isBlank()));

    static final ValueType<String> FILE =
            plain(
                    "FILE",
                    "a file; a relative path starts from the scenario's directory",
                    text -> require(text.strip(), !text.isBlank()));

    static final ValueType<Boolean> BOOLEAN =
            plain(
                    "BOOLEAN",
                    "`true` or `false`",
                    text -> require("true".equals(text), text.matches("true|false")));

    static <T> ValueType<T> plain(String label, String allowed, Function<String, T> reader) {
        return new ValueType<>(label, allowed, Form.PLAIN, reader);
    }

    static ValueType<Long> whole(long least, long most) {
        return plain(
                "N",
                "a whole number from %d to %d".formatted(least, most),
                text -> {
                    require(text, text.matches("\\d{1,18}"));
                    long value = Long.parseLong(text);
                    return require(value, value >= least && value <= most);
                });
    }

    static ValueType<Integer> integer(int least, int most) {
        ValueType<Long> whole = whole(least, most);
        return plain(
                whole.label(),
                whole.allowed(),
                text -> Math.toIntExact(whole.reader().apply(text)));
    }

    /// One of the constants of an enum, each by its name in scenarios.
    static <E extends Enum<E>> ValueType<E> oneOf(
            String label, Class<E> type, Function<E, String> name) {
        List<E> constants = Arrays.asList(type.getEnumConstants());
        return plain(
                label,
                constants.stream()
                        .map(constant -> "`" + name.apply(constant) + "`")
                        .collect(Collectors.joining(", ")),
                text ->
                        constants.stream()
                                .filter(constant -> name.apply(constant).equals(text))
                                .findFirst()
                                .orElseThrow(IllegalArgumentException::new));
    }

    /// The value, if it is accepted.
    static <T> T require(T value, boolean accepted) {
        if (!accepted) {
            throw new IllegalArgumentException();
        }
        return value;
    }

    /// Whether no message may show a value.
    boolean isSecret() {
        return form == Form.SECRETS || form == Form.MAP || form == Form.HIDDEN;
    }
}
