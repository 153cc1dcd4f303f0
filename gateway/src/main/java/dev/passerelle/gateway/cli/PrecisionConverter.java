package dev.passerelle.gateway.cli;

import dev.passerelle.runtime.Precision;
import java.util.Arrays;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads a precision by its name in configuration.
final class PrecisionConverter implements ITypeConverter<Precision> {

    @Override
    public Precision convert(String text) {
        return Arrays.stream(Precision.values())
                .filter(precision -> precision.id().equals(text))
                .findFirst()
                .orElseThrow(() ->
                        new TypeConversionException("'%s' is none of %s".formatted(text, ids())));
    }

    private static String ids() {
        return Arrays.stream(Precision.values())
                .map(Precision::id)
                .collect(Collectors.joining(", "));
    }
}
