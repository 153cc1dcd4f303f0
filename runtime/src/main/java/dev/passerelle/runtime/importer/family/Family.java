package dev.passerelle.runtime.importer.family;

import java.util.List;

/// What sets a model family apart, as data.
///
/// @param modelType `model_type` of `config.json`
/// @param ggufArchitecture `general.architecture` of GGUF
/// @param ggufInterleavedRope whether GGUF converters permute this family's q and k rows, so that
///   rotary pairs are neighbours
/// @param requirements keys of `config.json` that the graph builder supports in one form only
public record Family(
        String modelType,
        String ggufArchitecture,
        boolean ggufInterleavedRope,
        TensorNames safetensors,
        TensorNames gguf,
        List<Requirement> requirements) {

    public Family {
        requirements = List.copyOf(requirements);
    }
}
