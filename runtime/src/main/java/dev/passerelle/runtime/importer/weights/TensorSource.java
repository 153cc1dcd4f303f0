package dev.passerelle.runtime.importer.weights;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The tensors of an open checkpoint, for the thread that opened it. Closing unmaps them.
public interface TensorSource extends AutoCloseable {

    /// The file that lists the tensors, for messages.
    Path origin();

    /// By name.
    Map<String, StoredTensor> tensors();

    default Set<String> names() {
        return tensors().keySet();
    }

    default Optional<StoredTensor> tensor(String name) {
        return Optional.ofNullable(tensors().get(name));
    }

    @Override
    void close();
}
