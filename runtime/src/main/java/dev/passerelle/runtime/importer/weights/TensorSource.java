package dev.passerelle.runtime.importer.weights;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/// The tensors of an open checkpoint, for the thread that opened it. Closing unmaps them.
public interface TensorSource extends AutoCloseable {

    /// The file that lists the tensors, for messages.
    Path origin();

    Set<String> names();

    Optional<StoredTensor> tensor(String name);

    @Override
    void close();
}
