"""Makes the small checkpoints of runtime/src/test/resources/fixtures/families with transformers: random
weights in bfloat16, and log-probabilities of the fp32 model with eager attention.

    python family_fixtures.py OUTPUT [NAME...]

The files of `gguf` beside them were made from these by llama.cpp's convert_hf_to_gguf (bf16), with
`set_vocab` replaced by one that writes 256 placeholder tokens.
"""

import json
import sys
from pathlib import Path

import torch
from transformers import AutoConfig, AutoModelForCausalLM

SIZES = dict(
    vocab_size=256, hidden_size=32, intermediate_size=64, num_hidden_layers=2,
    num_attention_heads=4, num_key_value_heads=2, head_dim=16, max_position_embeddings=128,
    bos_token_id=1, eos_token_id=2, pad_token_id=0, tie_word_embeddings=True)


def rope(**parameters):
    return {"rope_theta": 10000.0, **parameters}


def of_kinds(full, sliding):
    return {"full_attention": full, "sliding_attention": sliding}


GROWING = [1.0 + 0.25 * i for i in range(8)]
GROWING_FAST = [1.0 + 1.5 * i for i in range(8)]

FIXTURES = {
    "llama-linear": ("llama", dict(rope_parameters=rope(rope_type="linear", factor=4.0))),
    "llama-yarn": ("llama", dict(rope_parameters=rope(
        rope_type="yarn", factor=4.0, original_max_position_embeddings=32, beta_fast=4.0,
        beta_slow=1.0, mscale=0.8, mscale_all_dim=0.4))),
    "llama-bias": ("llama", dict(attention_bias=True, mlp_bias=True)),
    "mistral": ("mistral", dict(sliding_window=12)),
    "ministral": ("ministral", dict(
        sliding_window=8, layer_types=["sliding_attention", "full_attention"])),
    "mixtral": ("mixtral", dict(
        num_local_experts=4, num_experts_per_tok=2, intermediate_size=32, sliding_window=None)),
    "qwen2": ("qwen2", {}),
    "qwen2-window": ("qwen2", dict(
        use_sliding_window=True, sliding_window=8, max_window_layers=1)),
    "qwen3-yarn": ("qwen3", dict(rope_parameters=rope(
        rope_type="yarn", factor=4.0, original_max_position_embeddings=32))),
    "qwen3-moe": ("qwen3_moe", dict(
        num_experts=4, num_experts_per_tok=2, moe_intermediate_size=32, norm_topk_prob=False,
        mlp_only_layers=[0])),
    "qwen3-moe-normalised": ("qwen3_moe", dict(
        num_experts=4, num_experts_per_tok=2, moe_intermediate_size=32, norm_topk_prob=True)),
    "gemma2": ("gemma2", dict(
        sliding_window=8, attn_logit_softcapping=2.0, final_logit_softcapping=5.0,
        query_pre_attn_scalar=16)),
    "gemma3": ("gemma3_text", dict(
        num_hidden_layers=3, sliding_window=8, final_logit_softcapping=4.0,
        query_pre_attn_scalar=24,
        layer_types=["sliding_attention", "full_attention", "sliding_attention"],
        rope_parameters=of_kinds(
            {"rope_theta": 1000000.0, "rope_type": "linear", "factor": 8.0},
            {"rope_theta": 10000.0, "rope_type": "default"}))),
    "gemma3-pattern": ("gemma3_text", dict(
        num_hidden_layers=6, hidden_size=32, intermediate_size=32, sliding_window=8,
        query_pre_attn_scalar=16)),
    "phi3-longrope": ("phi3", dict(
        hidden_size=64, intermediate_size=32, original_max_position_embeddings=32,
        rope_parameters=rope(
            rope_type="longrope", short_factor=GROWING, long_factor=GROWING_FAST,
            original_max_position_embeddings=32))),
    "phi3-partial": ("phi3", dict(
        hidden_size=64, intermediate_size=32, original_max_position_embeddings=128,
        rope_parameters=rope(rope_type="default", partial_rotary_factor=0.5))),
    "phi3-partial-wide": ("phi3", dict(
        num_attention_heads=2, num_key_value_heads=1, head_dim=32, hidden_size=64,
        intermediate_size=32, original_max_position_embeddings=128,
        rope_parameters=rope(rope_type="default", partial_rotary_factor=0.5))),
    "granite": ("granite", dict(
        embedding_multiplier=6.0, attention_multiplier=0.2, residual_multiplier=0.4,
        logits_scaling=3.0, hidden_size=64, intermediate_size=32, tie_word_embeddings=False)),
    "smollm3": ("smollm3", dict(num_hidden_layers=4, intermediate_size=32, no_rope_layer_interval=4)),
    "olmo2": ("olmo2", {}),
}

# lengths of prompts and tokens generated after them
CASES = {"expected": [(5, 6), (24, 10), (60, 14)]}
LONG_ROPE = {"expected": [(5, 8), (18, 12)], "expected-long": [(40, 6), (70, 12)]}


def randomise(model, shifted):
    for name, weight in model.named_parameters():
        noise = torch.randn_like(weight)
        if "norm" in name:
            value = noise * 0.2 + (0 if shifted else 1)
        elif weight.ndim == 1:
            value = noise * 0.3
        elif "embed" in name:
            value = noise * (0.3 if shifted else 1)
        else:
            value = noise * 1.4 / weight.shape[-1] ** 0.5
        weight.data.copy_(value.to(torch.bfloat16).float())


def case(model, length, count, seed):
    ids = torch.randint(3, 256, (1, length), generator=torch.Generator().manual_seed(seed))
    prompt, greedy = ids[0].tolist(), []
    for _ in range(count):
        logprobs = model(ids, use_cache=False).logits[0, -1].double().log_softmax(-1)
        top = logprobs.topk(5)
        token = top.indices[0].item()
        greedy.append({"token": token, "top5": [
            [i, round(p, 5)] for i, p in zip(top.indices.tolist(), top.values.tolist())]})
        ids = torch.cat([ids, torch.tensor([[token]])], 1)
    return {"input_ids": prompt, "greedy": greedy}


def make(name, folder):
    kind, changes = FIXTURES[name]
    torch.manual_seed(sum(map(ord, name)))
    config = AutoConfig.for_model(kind, **{**SIZES, **changes})
    config._attn_implementation = "eager"
    model = AutoModelForCausalLM.from_config(config, dtype=torch.float32).eval()
    randomise(model, kind.startswith("gemma"))
    folder.mkdir(parents=True, exist_ok=True)
    cases = LONG_ROPE if "longrope" in name else CASES
    with torch.no_grad():
        for file, sizes in cases.items():
            found = [case(model, *size, seed) for seed, size in enumerate(sizes)]
            text = json.dumps({
                "reference": "transformers fp32 CPU, eager attention",
                "cases": found}, separators=(",", ":"))
            (folder / f"{file}.json").write_text(text + "\n")
    model.to(torch.bfloat16).save_pretrained(folder)
    (folder / "generation_config.json").unlink(missing_ok=True)


if __name__ == "__main__":
    for each in sys.argv[2:] or FIXTURES:
        make(each, Path(sys.argv[1]) / each)
        print(each)
