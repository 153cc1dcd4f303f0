package dev.passerelle.gateway.config;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// How the text of a value is read.
///
/// @param allowed what is accepted, as messages and the documentation say it
/// @param form whether it may be a list in the file, or must never be shown
/// @param reader empty for a text that isn't accepted
record ValueType<T>(String allowed, Form form, Function<String, Optional<T>> reader) {

    /// What kind of text a value is.
    enum Form {
        PLAIN,
        /// Several texts; a list in the file, whose elements are joined by commas before they are
        /// read.
        LIST,
        /// Texts by name, a mapping in the file, which is read as lines of `name: text`. The texts
        /// are secrets.
        MAP,
        SECRET
    }

    static final ValueType<String> TEXT =
            new ValueType<>(
                    "text", text -> Optional.of(text.strip()).filter(value -> !value.isEmpty()));

    /// A text of which no message tells anything.
    static final ValueType<String> SECRET =
            secret("text", text -> Optional.of(text).filter(value -> !value.isEmpty()));

    static final ValueType<Boolean> BOOLEAN =
            new ValueType<>(
                    "`true` or `false`",
                    text ->
                            switch (text) {
                                case "true" -> Optional.of(true);
                                case "false" -> Optional.of(false);
                                default -> Optional.empty();
                            });

    /// Several names.
    static final ValueType<List<String>> NAMES =
            list(
                    "a list of names, or one text with commas between them",
                    text ->
                            Optional.of(elements(text))
                                    .filter(names -> names.stream().noneMatch(String::isEmpty)));

    ValueType(String allowed, Function<String, Optional<T>> reader) {
        this(allowed, Form.PLAIN, reader);
    }

    static <T> ValueType<T> list(String allowed, Function<String, Optional<T>> reader) {
        return new ValueType<>(allowed, Form.LIST, reader);
    }

    static <T> ValueType<T> secret(String allowed, Function<String, Optional<T>> reader) {
        return new ValueType<>(allowed, Form.SECRET, reader);
    }

    /// A secret that can't be guessed.
    static ValueType<String> secret(int leastLength) {
        return secret(
                "at least %d characters".formatted(leastLength),
                text -> Optional.of(text).filter(value -> value.length() >= leastLength));
    }

    static List<String> elements(String text) {
        return Arrays.stream(text.split(",", -1)).map(String::strip).toList();
    }

    /// Whether no message may show a value.
    boolean isSecret() {
        return form == Form.SECRET || form == Form.MAP;
    }

    static ValueType<Integer> integer(int least, int most) {
        ValueType<Long> whole = whole(least, most);
        return new ValueType<>(
                whole.allowed(), text -> whole.reader().apply(text).map(Math::toIntExact));
    }

    static ValueType<Long> whole(long least, long most) {
        return new ValueType<>(
                "a whole number from %d to %d".formatted(least, most),
                text ->
                        Optional.of(text)
                                .filter(digits -> digits.matches("-?\\d{1,15}"))
                                .map(Long::valueOf)
                                .filter(value -> value >= least && value <= most));
    }

    /// One of the constants of an enum, each by its name in configuration.
    static <E extends Enum<E>> ValueType<E> oneOf(Class<E> type, Function<E, String> name) {
        return new ValueType<>(
                Arrays.stream(type.getEnumConstants())
                        .map(constant -> "`" + name.apply(constant) + "`")
                        .collect(Collectors.joining(", ")),
                text ->
                        Arrays.stream(type.getEnumConstants())
                                .filter(constant -> name.apply(constant).equals(text))
                                .findFirst());
    }

    static <E extends Enum<E>> ValueType<E> oneOf(Class<E> type) {
        return oneOf(type, constant -> constant.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }
}
