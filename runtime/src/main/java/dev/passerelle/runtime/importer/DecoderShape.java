package dev.passerelle.runtime.importer;

import java.util.List;

/// What the engine must know of an imported decoder.
///
/// The graph's inputs are `input_ids` int64 `[rows, tokens]`, `seqlens_k` int32 `[rows]` (each
/// row's length after the step, less one), `total_sequence_length` int32 scalar (the longest row's
/// length after the step), `logit_positions` int64 `[positions]` (which of the tokens' logits are
/// wanted) and, for each layer N, `past_key_values.N.key` and `.value` float `[rows, kvHeads,
/// maxLength, headDim]`. Its outputs are `logits` float `[rows, positions, vocabularySize]` and
/// `present.N.key` and `.value`, which the caller binds to the tensors it gave as past, so that the
/// cache grows in place.
///
/// @param architecture `model_type` of the checkpoint, e.g. `llama`
/// @param contextLength longest sequence the model was made for, in tokens
/// @param eosTokens tokens that end a text, from `generation_config.json`, `config.json` or the
///   GGUF metadata
/// @param weightBytes size of the external data
public record DecoderShape(
        String architecture,
        int layers,
        int kvHeads,
        int headDim,
        int vocabularySize,
        int contextLength,
        List<Integer> eosTokens,
        long weightBytes) {

    public DecoderShape {
        eosTokens = List.copyOf(eosTokens);
    }
}
