package dev.passerelle.runtime.importer.gguf;

import dev.passerelle.runtime.importer.weights.ElementType;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// The tensor type numbers of ggml (`enum ggml_type`).
final class GgufTypes {

    private static final Map<Integer, ElementType> SUPPORTED =
            Map.ofEntries(
                    Map.entry(0, ElementType.F32),
                    Map.entry(1, ElementType.F16),
                    Map.entry(2, ElementType.Q4_0),
                    Map.entry(3, ElementType.Q4_1),
                    Map.entry(6, ElementType.Q5_0),
                    Map.entry(7, ElementType.Q5_1),
                    Map.entry(8, ElementType.Q8_0),
                    Map.entry(10, ElementType.Q2_K),
                    Map.entry(11, ElementType.Q3_K),
                    Map.entry(12, ElementType.Q4_K),
                    Map.entry(13, ElementType.Q5_K),
                    Map.entry(14, ElementType.Q6_K),
                    Map.entry(20, ElementType.IQ4_NL),
                    Map.entry(23, ElementType.IQ4_XS),
                    Map.entry(30, ElementType.BF16));

    private static final Map<Integer, String> KNOWN =
            Map.ofEntries(
                    Map.entry(9, "Q8_1"),
                    Map.entry(15, "Q8_K"),
                    Map.entry(16, "IQ2_XXS"),
                    Map.entry(17, "IQ2_XS"),
                    Map.entry(18, "IQ3_XXS"),
                    Map.entry(19, "IQ1_S"),
                    Map.entry(21, "IQ3_S"),
                    Map.entry(22, "IQ2_S"),
                    Map.entry(24, "I8"),
                    Map.entry(25, "I16"),
                    Map.entry(26, "I32"),
                    Map.entry(27, "I64"),
                    Map.entry(28, "F64"),
                    Map.entry(29, "IQ1_M"),
                    Map.entry(34, "TQ1_0"),
                    Map.entry(35, "TQ2_0"),
                    Map.entry(39, "MXFP4"));

    private GgufTypes() {}

    static Optional<ElementType> supported(int number) {
        return Optional.ofNullable(SUPPORTED.get(number));
    }

    /// The names of the types that are supported.
    static String supported() {
        return Arrays.stream(ElementType.values())
                .map(ElementType::name)
                .collect(Collectors.joining(", "));
    }

    /// The name of a type that isn't supported.
    static String name(int number) {
        String known = KNOWN.get(number);
        return known == null ? "unknown type " + Integer.toUnsignedString(number) : "type " + known;
    }
}
