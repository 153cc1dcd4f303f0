package dev.passerelle.runtime.importer.family;

import static dev.passerelle.runtime.importer.family.TensorRole.ATTENTION_NORM;
import static dev.passerelle.runtime.importer.family.TensorRole.ATTENTION_OUTPUT;
import static dev.passerelle.runtime.importer.family.TensorRole.ATTENTION_OUTPUT_BIAS;
import static dev.passerelle.runtime.importer.family.TensorRole.ATTENTION_OUTPUT_NORM;
import static dev.passerelle.runtime.importer.family.TensorRole.DOWN;
import static dev.passerelle.runtime.importer.family.TensorRole.DOWN_BIAS;
import static dev.passerelle.runtime.importer.family.TensorRole.EMBEDDING;
import static dev.passerelle.runtime.importer.family.TensorRole.EXPERTS_DOWN;
import static dev.passerelle.runtime.importer.family.TensorRole.EXPERTS_GATE;
import static dev.passerelle.runtime.importer.family.TensorRole.EXPERTS_GATE_UP;
import static dev.passerelle.runtime.importer.family.TensorRole.EXPERTS_UP;
import static dev.passerelle.runtime.importer.family.TensorRole.EXPERT_DOWN;
import static dev.passerelle.runtime.importer.family.TensorRole.EXPERT_GATE;
import static dev.passerelle.runtime.importer.family.TensorRole.EXPERT_UP;
import static dev.passerelle.runtime.importer.family.TensorRole.FINAL_NORM;
import static dev.passerelle.runtime.importer.family.TensorRole.GATE;
import static dev.passerelle.runtime.importer.family.TensorRole.GATE_BIAS;
import static dev.passerelle.runtime.importer.family.TensorRole.GATE_UP;
import static dev.passerelle.runtime.importer.family.TensorRole.HEAD;
import static dev.passerelle.runtime.importer.family.TensorRole.KEY;
import static dev.passerelle.runtime.importer.family.TensorRole.KEY_BIAS;
import static dev.passerelle.runtime.importer.family.TensorRole.KEY_NORM;
import static dev.passerelle.runtime.importer.family.TensorRole.MLP_NORM;
import static dev.passerelle.runtime.importer.family.TensorRole.MLP_OUTPUT_NORM;
import static dev.passerelle.runtime.importer.family.TensorRole.QUERY;
import static dev.passerelle.runtime.importer.family.TensorRole.QUERY_BIAS;
import static dev.passerelle.runtime.importer.family.TensorRole.QUERY_KEY_VALUE;
import static dev.passerelle.runtime.importer.family.TensorRole.QUERY_NORM;
import static dev.passerelle.runtime.importer.family.TensorRole.ROUTER;
import static dev.passerelle.runtime.importer.family.TensorRole.UP;
import static dev.passerelle.runtime.importer.family.TensorRole.UP_BIAS;
import static dev.passerelle.runtime.importer.family.TensorRole.VALUE;
import static dev.passerelle.runtime.importer.family.TensorRole.VALUE_BIAS;

import java.util.List;
import java.util.Map;

/// The names that transformers and llama.cpp's converter give the families' tensors.
final class Names {

    private Names() {}

    private static final String LAYER = "model.layers.{}.";

    /// Llama's, with the biases it may have.
    static final TensorNames LLAMA =
            new TensorNames(
                    Map.ofEntries(
                            Map.entry(EMBEDDING, "model.embed_tokens.weight"),
                            Map.entry(ATTENTION_NORM, LAYER + "input_layernorm.weight"),
                            Map.entry(QUERY, LAYER + "self_attn.q_proj.weight"),
                            Map.entry(KEY, LAYER + "self_attn.k_proj.weight"),
                            Map.entry(VALUE, LAYER + "self_attn.v_proj.weight"),
                            Map.entry(ATTENTION_OUTPUT, LAYER + "self_attn.o_proj.weight"),
                            Map.entry(QUERY_BIAS, LAYER + "self_attn.q_proj.bias"),
                            Map.entry(KEY_BIAS, LAYER + "self_attn.k_proj.bias"),
                            Map.entry(VALUE_BIAS, LAYER + "self_attn.v_proj.bias"),
                            Map.entry(ATTENTION_OUTPUT_BIAS, LAYER + "self_attn.o_proj.bias"),
                            Map.entry(MLP_NORM, LAYER + "post_attention_layernorm.weight"),
                            Map.entry(GATE, LAYER + "mlp.gate_proj.weight"),
                            Map.entry(UP, LAYER + "mlp.up_proj.weight"),
                            Map.entry(DOWN, LAYER + "mlp.down_proj.weight"),
                            Map.entry(GATE_BIAS, LAYER + "mlp.gate_proj.bias"),
                            Map.entry(UP_BIAS, LAYER + "mlp.up_proj.bias"),
                            Map.entry(DOWN_BIAS, LAYER + "mlp.down_proj.bias"),
                            Map.entry(FINAL_NORM, "model.norm.weight"),
                            Map.entry(HEAD, "lm_head.weight")),
                    List.of(".*\\.rotary_emb\\.inv_freq"),
                    0);

    /// Norms of queries and keys.
    static final Map<TensorRole, String> QK_NORMS =
            Map.of(
                    QUERY_NORM, LAYER + "self_attn.q_norm.weight",
                    KEY_NORM, LAYER + "self_attn.k_norm.weight");

    /// Norms of what attention and MLP give, none before them.
    static final TensorNames OLMO2 =
            LLAMA.without(ATTENTION_NORM, MLP_NORM)
                    .with(QK_NORMS)
                    .with(
                            Map.of(
                                    ATTENTION_OUTPUT_NORM,
                                    LAYER + "post_attention_layernorm.weight",
                                    MLP_OUTPUT_NORM,
                                    LAYER + "post_feedforward_layernorm.weight"));

    /// Norms before and after both.
    static final TensorNames GEMMA2 =
            LLAMA.with(
                            Map.of(
                                    ATTENTION_OUTPUT_NORM,
                                    LAYER + "post_attention_layernorm.weight",
                                    MLP_NORM,
                                    LAYER + "pre_feedforward_layernorm.weight",
                                    MLP_OUTPUT_NORM,
                                    LAYER + "post_feedforward_layernorm.weight"))
                    .shiftingNorms(1);

    static final TensorNames PHI3 =
            LLAMA.with(
                    Map.of(
                            QUERY_KEY_VALUE, LAYER + "self_attn.qkv_proj.weight",
                            GATE_UP, LAYER + "mlp.gate_up_proj.weight"));

    static final TensorNames MIXTRAL =
            LLAMA.with(
                    Map.of(
                            ROUTER, LAYER + "block_sparse_moe.gate.weight",
                            EXPERT_GATE, LAYER + "block_sparse_moe.experts.{e}.w1.weight",
                            EXPERT_UP, LAYER + "block_sparse_moe.experts.{e}.w3.weight",
                            EXPERT_DOWN, LAYER + "block_sparse_moe.experts.{e}.w2.weight"));

    /// One expert's tensors each, or all of them stacked.
    static final TensorNames QWEN3_MOE =
            LLAMA.with(QK_NORMS)
                    .with(
                            Map.of(
                                    ROUTER, LAYER + "mlp.gate.weight",
                                    EXPERT_GATE, LAYER + "mlp.experts.{e}.gate_proj.weight",
                                    EXPERT_UP, LAYER + "mlp.experts.{e}.up_proj.weight",
                                    EXPERT_DOWN, LAYER + "mlp.experts.{e}.down_proj.weight",
                                    EXPERTS_GATE_UP, LAYER + "mlp.experts.gate_up_proj",
                                    EXPERTS_DOWN, LAYER + "mlp.experts.down_proj"));

    /// Llama's in GGUF, experts of older and newer files among them.
    static final TensorNames LLAMA_GGUF =
            new TensorNames(
                    Map.ofEntries(
                            Map.entry(EMBEDDING, "token_embd.weight"),
                            Map.entry(ATTENTION_NORM, "blk.{}.attn_norm.weight"),
                            Map.entry(QUERY, "blk.{}.attn_q.weight"),
                            Map.entry(KEY, "blk.{}.attn_k.weight"),
                            Map.entry(VALUE, "blk.{}.attn_v.weight"),
                            Map.entry(ATTENTION_OUTPUT, "blk.{}.attn_output.weight"),
                            Map.entry(QUERY_BIAS, "blk.{}.attn_q.bias"),
                            Map.entry(KEY_BIAS, "blk.{}.attn_k.bias"),
                            Map.entry(VALUE_BIAS, "blk.{}.attn_v.bias"),
                            Map.entry(ATTENTION_OUTPUT_BIAS, "blk.{}.attn_output.bias"),
                            Map.entry(MLP_NORM, "blk.{}.ffn_norm.weight"),
                            Map.entry(GATE, "blk.{}.ffn_gate.weight"),
                            Map.entry(UP, "blk.{}.ffn_up.weight"),
                            Map.entry(DOWN, "blk.{}.ffn_down.weight"),
                            Map.entry(GATE_BIAS, "blk.{}.ffn_gate.bias"),
                            Map.entry(UP_BIAS, "blk.{}.ffn_up.bias"),
                            Map.entry(DOWN_BIAS, "blk.{}.ffn_down.bias"),
                            Map.entry(ROUTER, "blk.{}.ffn_gate_inp.weight"),
                            Map.entry(EXPERT_GATE, "blk.{}.ffn_gate.{e}.weight"),
                            Map.entry(EXPERT_UP, "blk.{}.ffn_up.{e}.weight"),
                            Map.entry(EXPERT_DOWN, "blk.{}.ffn_down.{e}.weight"),
                            Map.entry(EXPERTS_GATE, "blk.{}.ffn_gate_exps.weight"),
                            Map.entry(EXPERTS_UP, "blk.{}.ffn_up_exps.weight"),
                            Map.entry(EXPERTS_DOWN, "blk.{}.ffn_down_exps.weight"),
                            Map.entry(FINAL_NORM, "output_norm.weight"),
                            Map.entry(HEAD, "output.weight")),
                    List.of(
                            "rope_(freqs|factors_long|factors_short)\\.weight",
                            "blk\\.\\d+\\.attn_rot_embd\\.weight"),
                    0);

    static final TensorNames QK_NORMS_GGUF =
            LLAMA_GGUF.with(
                    Map.of(
                            QUERY_NORM, "blk.{}.attn_q_norm.weight",
                            KEY_NORM, "blk.{}.attn_k_norm.weight"));

    private static final Map<TensorRole, String> OUTPUT_NORMS_GGUF =
            Map.of(
                    ATTENTION_OUTPUT_NORM, "blk.{}.post_attention_norm.weight",
                    MLP_OUTPUT_NORM, "blk.{}.post_ffw_norm.weight");

    static final TensorNames OLMO2_GGUF =
            QK_NORMS_GGUF.without(ATTENTION_NORM, MLP_NORM).with(OUTPUT_NORMS_GGUF);

    static final TensorNames GEMMA2_GGUF = LLAMA_GGUF.with(OUTPUT_NORMS_GGUF);

    static final TensorNames GEMMA3_GGUF = QK_NORMS_GGUF.with(OUTPUT_NORMS_GGUF);

    static final TensorNames PHI3_GGUF =
            LLAMA_GGUF
                    .without(GATE, UP)
                    .with(
                            Map.of(
                                    QUERY_KEY_VALUE, "blk.{}.attn_qkv.weight",
                                    GATE_UP, "blk.{}.ffn_up.weight"));
}
