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
/// @param reader empty for a text that isn't accepted
record ValueType<T>(String allowed, Function<String, Optional<T>> reader) {

    static final ValueType<String> TEXT =
            new ValueType<>(
                    "text", text -> Optional.of(text.strip()).filter(value -> !value.isEmpty()));

    static final ValueType<Boolean> BOOLEAN =
            new ValueType<>(
                    "`true` or `false`",
                    text ->
                            switch (text) {
                                case "true" -> Optional.of(true);
                                case "false" -> Optional.of(false);
                                default -> Optional.empty();
                            });

    /// Several names. In the file a list, too, whose elements are joined by commas before they come
    /// here.
    static final ValueType<List<String>> NAMES =
            new ValueType<>(
                    "a list of names, or one text with commas between them",
                    text ->
                            Optional.of(
                                            Arrays.stream(text.split(",", -1))
                                                    .map(String::strip)
                                                    .toList())
                                    .filter(names -> names.stream().noneMatch(String::isEmpty)));

    /// The same, with a remark after what is allowed.
    ValueType<T> remarking(String remark) {
        return new ValueType<>(allowed + " (" + remark + ")", reader);
    }

    static ValueType<Integer> integer(int least, int most) {
        return new ValueType<>(
                "a whole number from %d to %d".formatted(least, most),
                text ->
                        Optional.of(text)
                                .filter(digits -> digits.matches("\\d{1,9}"))
                                .map(Integer::valueOf)
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
