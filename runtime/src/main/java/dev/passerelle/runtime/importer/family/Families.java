package dev.passerelle.runtime.importer.family;

import dev.passerelle.runtime.importer.CheckpointException;
import dev.passerelle.runtime.importer.family.Family.ScaleRule;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The families that can be imported. `docs/families.md` lists them.
public final class Families {

    private static final Map<String, String> NO_DEFAULTS = Map.of();

    private static final Family LLAMA =
            llamaLike("llama", "llama", WindowRule.NONE, Names.LLAMA, List.of(), NO_DEFAULTS);

    private static final Family MISTRAL =
            llamaLike(
                    "mistral",
                    "llama",
                    WindowRule.ALL,
                    Names.LLAMA,
                    without("attention_bias"),
                    Map.of("sliding_window", "4096"));

    private static final Family MINISTRAL =
            llamaLike(
                    "ministral",
                    "llama",
                    WindowRule.ALL,
                    Names.LLAMA,
                    without("attention_bias"),
                    Map.of("sliding_window", "4096"));

    private static final Family MIXTRAL =
            llamaLike(
                    "mixtral",
                    "llama",
                    WindowRule.ALL,
                    Names.MIXTRAL,
                    without("attention_bias"),
                    Map.of("rms_norm_eps", "1e-5", "rope_theta", "1000000.0"));

    private static final Family QWEN2 =
            new Family(
                    "qwen2",
                    "qwen2",
                    false,
                    WindowRule.UPPER,
                    ScaleRule.PLAIN,
                    TensorRole.QKV_BIASES,
                    Names.LLAMA,
                    Names.LLAMA_GGUF,
                    without("attention_bias"),
                    Map.of("sliding_window", "4096", "max_window_layers", "28"));

    private static final Family QWEN3 =
            new Family(
                    "qwen3",
                    "qwen3",
                    false,
                    WindowRule.UPPER,
                    ScaleRule.PLAIN,
                    Set.of(),
                    Names.LLAMA.with(Names.QK_NORMS),
                    Names.QK_NORMS_GGUF,
                    List.of(),
                    Map.of(
                            "head_dim", "128",
                            "sliding_window", "4096",
                            "max_window_layers", "28"));

    private static final Family QWEN3_MOE =
            new Family(
                    "qwen3_moe",
                    "qwen3moe",
                    false,
                    WindowRule.OPTIONAL,
                    ScaleRule.PLAIN,
                    Set.of(),
                    Names.QWEN3_MOE,
                    Names.QK_NORMS_GGUF,
                    List.of(),
                    Map.of("norm_topk_prob", "false", "sliding_window", "4096"));

    private static final Family GEMMA2 =
            new Family(
                    "gemma2",
                    "gemma2",
                    false,
                    WindowRule.PATTERN,
                    ScaleRule.GEMMA,
                    Set.of(),
                    Names.GEMMA2,
                    Names.GEMMA2_GGUF,
                    List.of(new Requirement("use_bidirectional_attention", "false")),
                    Map.of(
                            "tie_word_embeddings", "true",
                            "head_dim", "256",
                            "query_pre_attn_scalar", "256",
                            "hidden_activation", "\"gelu_pytorch_tanh\"",
                            "attn_logit_softcapping", "50.0",
                            "final_logit_softcapping", "30.0",
                            "sliding_window", "4096",
                            "sliding_window_pattern", "2"));

    /// What `config.json` leaves out is what transformers assumes; google's own files rely on it.
    private static final Family GEMMA3 =
            new Family(
                    "gemma3_text",
                    "gemma3",
                    false,
                    WindowRule.PATTERN,
                    ScaleRule.GEMMA,
                    Set.of(),
                    Names.GEMMA2.with(Names.QK_NORMS),
                    Names.GEMMA3_GGUF,
                    List.of(
                            new Requirement("use_bidirectional_attention", "false"),
                            new Requirement("attn_logit_softcapping", "null")),
                    Map.ofEntries(
                            Map.entry("tie_word_embeddings", "true"),
                            Map.entry("vocab_size", "262208"),
                            Map.entry("num_attention_heads", "8"),
                            Map.entry("num_key_value_heads", "4"),
                            Map.entry("head_dim", "256"),
                            Map.entry("max_position_embeddings", "131072"),
                            Map.entry("query_pre_attn_scalar", "256"),
                            Map.entry("hidden_activation", "\"gelu_pytorch_tanh\""),
                            Map.entry("rope_theta", "1000000.0"),
                            Map.entry("rope_local_base_freq", "10000.0"),
                            Map.entry("sliding_window", "4096"),
                            Map.entry("sliding_window_pattern", "6")));

    private static final Family PHI3 =
            new Family(
                    "phi3",
                    "phi3",
                    false,
                    WindowRule.ALL,
                    ScaleRule.PLAIN,
                    Set.of(),
                    Names.PHI3,
                    Names.PHI3_GGUF,
                    without("attention_bias"),
                    Map.of("rms_norm_eps", "1e-5"));

    private static final Family GRANITE =
            new Family(
                    "granite",
                    "granite",
                    true,
                    WindowRule.NONE,
                    ScaleRule.GRANITE,
                    Set.of(),
                    Names.LLAMA,
                    Names.LLAMA_GGUF,
                    List.of(),
                    NO_DEFAULTS);

    private static final Family SMOLLM3 =
            new Family(
                    "smollm3",
                    "smollm3",
                    true,
                    WindowRule.WITHOUT_ROPE,
                    ScaleRule.PLAIN,
                    Set.of(),
                    Names.LLAMA,
                    Names.LLAMA_GGUF,
                    List.of(),
                    Map.of(
                            "tie_word_embeddings", "true",
                            "no_rope_layer_interval", "4",
                            "rope_theta", "2000000.0"));

    private static final Family OLMO2 =
            new Family(
                    "olmo2",
                    "olmo2",
                    false,
                    WindowRule.NONE,
                    ScaleRule.PLAIN,
                    Set.of(),
                    Names.OLMO2,
                    Names.OLMO2_GGUF,
                    List.of(),
                    Map.of("rms_norm_eps", "1e-5"));

    public static final List<Family> ALL =
            List.of(
                    LLAMA, MISTRAL, MINISTRAL, MIXTRAL, QWEN2, QWEN3, QWEN3_MOE, GEMMA2, GEMMA3,
                    PHI3, GRANITE, SMOLLM3, OLMO2);

    private Families() {}

    private static Family llamaLike(
            String modelType,
            String architecture,
            WindowRule windows,
            TensorNames names,
            List<Requirement> requirements,
            Map<String, String> defaults) {
        return new Family(
                modelType,
                architecture,
                true,
                windows,
                ScaleRule.PLAIN,
                Set.of(),
                names,
                Names.LLAMA_GGUF,
                requirements,
                defaults);
    }

    private static List<Requirement> without(String flag) {
        return List.of(new Requirement(flag, "false"));
    }

    /// The family of a `model_type`.
    static Family byModelType(Path file, String type) {
        return find(file, "model_type", Family::modelType, type);
    }

    /// The family of a GGUF `general.architecture`, the first where several share one.
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
