package dev.passerelle.runtime.importer.gguf;

import dev.passerelle.runtime.importer.weights.ElementType;
import java.util.Map;
import java.util.Optional;

/// The tensor type numbers of ggml (`enum ggml_type`).
final class GgufTypes {

    private static final Map<Integer, ElementType> SUPPORTED =
            Map.of(
                    0, ElementType.F32,
                    1, ElementType.F16,
                    2, ElementType.Q4_0,
                    3, ElementType.Q4_1,
                    8, ElementType.Q8_0,
                    14, ElementType.Q6_K,
                    30, ElementType.BF16);

    private static final Map<Integer, String> KNOWN =
            Map.ofEntries(
                    Map.entry(6, "Q5_0"),
                    Map.entry(7, "Q5_1"),
                    Map.entry(9, "Q8_1"),
                    Map.entry(10, "Q2_K"),
                    Map.entry(11, "Q3_K"),
                    Map.entry(12, "Q4_K"),
                    Map.entry(13, "Q5_K"),
                    Map.entry(15, "Q8_K"),
                    Map.entry(16, "IQ2_XXS"),
                    Map.entry(17, "IQ2_XS"),
                    Map.entry(18, "IQ3_XXS"),
                    Map.entry(19, "IQ1_S"),
                    Map.entry(20, "IQ4_NL"),
                    Map.entry(21, "IQ3_S"),
                    Map.entry(22, "IQ2_S"),
                    Map.entry(23, "IQ4_XS"),
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

    /// The name of a type that isn't supported.
    static String name(int number) {
        String known = KNOWN.get(number);
        return known == null ? "unknown type " + Integer.toUnsignedString(number) : "type " + known;
    }
}
