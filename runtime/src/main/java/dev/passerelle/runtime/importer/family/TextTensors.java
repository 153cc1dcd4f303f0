package dev.passerelle.runtime.importer.family;

import dev.passerelle.runtime.importer.weights.StoredTensor;
import dev.passerelle.runtime.importer.weights.TensorSource;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/// The language model's tensors of a checkpoint that also reads images, named as if it stood alone.
record TextTensors(TensorSource all, Map<String, StoredTensor> tensors) implements TensorSource {

    static TextTensors of(TensorSource all) {
        Map<String, StoredTensor> text = new LinkedHashMap<>();
        all.tensors()
                .forEach((name, tensor) -> {
                    if (TextNames.isNested(name) || name.startsWith("lm_head.")) {
                        text.put(TextNames.plain(name), tensor);
                    }
                });
        return new TextTensors(all, text);
    }

    @Override
    public Path origin() {
        return all.origin();
    }

    @Override
    public void close() {
        all.close();
    }
}
