package dev.passerelle.runtime.importer.adapter;

import dev.passerelle.runtime.importer.weights.StoredTensor;
import dev.passerelle.runtime.importer.weights.TensorSource;
import java.nio.file.Path;
import java.util.Map;

/// A checkpoint's tensors, an adapter's updates at those it changes.
record AdaptedTensors(TensorSource base, Adapter adapter, Map<String, StoredTensor> tensors)
        implements TensorSource {

    @Override
    public Path origin() {
        return base.origin();
    }

    @Override
    public void close() {
        try (adapter) {
            base.close();
        }
    }
}
