package dev.passerelle.runtime.importer.family;

import java.util.List;
import java.util.Map;
import java.util.Set;

/// What sets a model family apart, as data. Where a family norms, and whether it has biases or
/// experts, its tensors' roles tell.
///
/// @param modelType `model_type` of `config.json`
/// @param ggufArchitecture `general.architecture` of GGUF
/// @param ggufInterleavedRope whether GGUF converters permute this family's q and k rows, so that
///   rotary pairs are neighbours
/// @param biases roles of the biases it always has
/// @param requirements keys of `config.json` that the graph builder supports in one form only
/// @param defaults JSON values of keys that `config.json` may leave out
public record Family(
        String modelType,
        String ggufArchitecture,
        boolean ggufInterleavedRope,
        WindowRule windows,
        ScaleRule scales,
        Set<TensorRole> biases,
        TensorNames safetensors,
        TensorNames gguf,
        List<Requirement> requirements,
        Map<String, String> defaults) {

    public Family {
        biases = Set.copyOf(biases);
        requirements = List.copyOf(requirements);
        defaults = Map.copyOf(defaults);
    }

    /// Where its factors come from.
    enum ScaleRule {
        PLAIN,
        /// Embeddings times the root of their size, `query_pre_attn_scalar`, soft caps.
        GEMMA,
        /// A key for each.
        GRANITE
    }
}
