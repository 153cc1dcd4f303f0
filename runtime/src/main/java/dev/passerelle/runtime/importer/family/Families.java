package dev.passerelle.runtime.importer.family;

import static dev.passerelle.runtime.importer.family.TensorRole.ATTENTION_NORM;
import static dev.passerelle.runtime.importer.family.TensorRole.ATTENTION_OUTPUT;
import static dev.passerelle.runtime.importer.family.TensorRole.DOWN;
import static dev.passerelle.runtime.importer.family.TensorRole.EMBEDDING;
import static dev.passerelle.runtime.importer.family.TensorRole.FINAL_NORM;
import static dev.passerelle.runtime.importer.family.TensorRole.GATE;
import static dev.passerelle.runtime.importer.family.TensorRole.HEAD;
import static dev.passerelle.runtime.importer.family.TensorRole.KEY;
import static dev.passerelle.runtime.importer.family.TensorRole.MLP_NORM;
import static dev.passerelle.runtime.importer.family.TensorRole.QUERY;
import static dev.passerelle.runtime.importer.family.TensorRole.UP;
import static dev.passerelle.runtime.importer.family.TensorRole.VALUE;

import dev.passerelle.runtime.importer.CheckpointException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The families that can be imported. `docs/families.md` lists them.
public final class Families {

    private static final TensorNames LLAMA_SAFETENSORS =
            new TensorNames(
                    Map.ofEntries(
                            Map.entry(EMBEDDING, "model.embed_tokens.weight"),
                            Map.entry(ATTENTION_NORM, "model.layers.{}.input_layernorm.weight"),
                            Map.entry(QUERY, "model.layers.{}.self_attn.q_proj.weight"),
                            Map.entry(KEY, "model.layers.{}.self_attn.k_proj.weight"),
                            Map.entry(VALUE, "model.layers.{}.self_attn.v_proj.weight"),
                            Map.entry(ATTENTION_OUTPUT, "model.layers.{}.self_attn.o_proj.weight"),
                            Map.entry(MLP_NORM, "model.layers.{}.post_attention_layernorm.weight"),
                            Map.entry(GATE, "model.layers.{}.mlp.gate_proj.weight"),
                            Map.entry(UP, "model.layers.{}.mlp.up_proj.weight"),
                            Map.entry(DOWN, "model.layers.{}.mlp.down_proj.weight"),
                            Map.entry(FINAL_NORM, "model.norm.weight"),
                            Map.entry(HEAD, "lm_head.weight")),
                    List.of(".*\\.rotary_emb\\.inv_freq"));

    private static final TensorNames LLAMA_GGUF =
            new TensorNames(
                    Map.ofEntries(
                            Map.entry(EMBEDDING, "token_embd.weight"),
                            Map.entry(ATTENTION_NORM, "blk.{}.attn_norm.weight"),
                            Map.entry(QUERY, "blk.{}.attn_q.weight"),
                            Map.entry(KEY, "blk.{}.attn_k.weight"),
                            Map.entry(VALUE, "blk.{}.attn_v.weight"),
                            Map.entry(ATTENTION_OUTPUT, "blk.{}.attn_output.weight"),
                            Map.entry(MLP_NORM, "blk.{}.ffn_norm.weight"),
                            Map.entry(GATE, "blk.{}.ffn_gate.weight"),
                            Map.entry(UP, "blk.{}.ffn_up.weight"),
                            Map.entry(DOWN, "blk.{}.ffn_down.weight"),
                            Map.entry(FINAL_NORM, "output_norm.weight"),
                            Map.entry(HEAD, "output.weight")),
                    List.of("rope_freqs\\.weight", "blk\\.\\d+\\.attn_rot_embd\\.weight"));

    private static final Family LLAMA =
            new Family(
                    "llama",
                    "llama",
                    true,
                    LLAMA_SAFETENSORS,
                    LLAMA_GGUF,
                    List.of(
                            new Requirement("attention_bias", "false"),
                            new Requirement("mlp_bias", "false"),
                            new Requirement("hidden_act", "silu")));

    public static final List<Family> ALL = List.of(LLAMA);

    private Families() {}

    /// The family of a `model_type`.
    static Family byModelType(Path file, String type) {
        return find(file, "model_type", Family::modelType, type);
    }

    /// The family of a GGUF `general.architecture`.
    static Family byGgufArchitecture(Path file, String architecture) {
        return find(file, "general.architecture", Family::ggufArchitecture, architecture);
    }

    private static Family find(
            Path file, String key, Function<Family, String> attribute, String wanted) {
        return ALL.stream()
                .filter(family -> attribute.apply(family).equals(wanted))
                .findFirst()
                .orElseThrow(() ->
                        new CheckpointException(
                                file,
                                "%s is '%s', which is not supported; supported: %s"
                                        .formatted(
                                                key,
                                                CheckpointException.printable(wanted),
                                                names(attribute))));
    }

    private static String names(Function<Family, String> attribute) {
        return ALL.stream().map(attribute).distinct().collect(Collectors.joining(", "));
    }
}
