package dev.passerelle.runtime.importer.family;

import dev.passerelle.runtime.importer.weights.StoredTensor;
import dev.passerelle.runtime.importer.weights.TensorSource;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/// The language model's tensors of a checkpoint that also reads images, named as if it stood alone.
///
/// transformers 4 names them `language_model.model.…` and `language_model.lm_head.…`, transformers
/// 5 `model.language_model.…` and `lm_head.…`.
record TextTensors(TensorSource all, Map<String, StoredTensor> tensors) implements TensorSource {

    static TextTensors of(TensorSource all) {
        Map<String, StoredTensor> text = new LinkedHashMap<>();
        all.tensors()
                .forEach((name, tensor) -> {
                    if (name.startsWith("model.language_model.")) {
                        text.put(
                                "model." + name.substring("model.language_model.".length()),
                                tensor);
                    } else if (name.startsWith("language_model.")) {
                        text.put(name.substring("language_model.".length()), tensor);
                    } else if (name.startsWith("lm_head.")) {
                        text.put(name, tensor);
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
