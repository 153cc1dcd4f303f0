package dev.passerelle.runtime.importer.graph;

import dev.passerelle.runtime.importer.weights.ElementType;
import dev.passerelle.runtime.importer.weights.StoredTensor;
import dev.passerelle.runtime.importer.weights.WeightRows;
import java.nio.file.Path;

/// Rows computed from a stored tensor of the same shape, as fp32.
interface DerivedRows extends WeightRows {

    StoredTensor stored();

    @Override
    default Path file() {
        return stored().file();
    }

    @Override
    default String name() {
        return stored().name();
    }

    @Override
    default ElementType type() {
        return ElementType.F32;
    }

    @Override
    default long rows() {
        return stored().rows();
    }

    @Override
    default int columns() {
        return stored().columns();
    }
}
