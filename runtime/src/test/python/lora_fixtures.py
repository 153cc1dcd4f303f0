"""Makes the small LoRA adapters of runtime/src/test/resources/fixtures/adapters with PEFT, and
log-probabilities of the merged fp32 model with eager attention.

    python lora_fixtures.py FIXTURES [NAME...]

The bases are the checkpoints of FIXTURES. An adapter's random B is large enough that texts change.
"""

import json
import sys
from pathlib import Path

import torch
from peft import LoraConfig, get_peft_model
from transformers import AutoModelForCausalLM

from family_fixtures import case

ATTENTION = ["q_proj", "k_proj", "v_proj", "o_proj"]
MLP = ["gate_proj", "up_proj", "down_proj"]

# name: (base, GGUF file if it is one, LoraConfig, precision of the adapter)
FIXTURES = {
    "tiny-llama": ("tiny-llama", None, dict(
        r=4, lora_alpha=8, target_modules=ATTENTION + MLP), torch.bfloat16),
    "llama-bias": ("families/llama-bias", None, dict(
        r=4, lora_alpha=6, use_rslora=True, target_modules=ATTENTION + MLP), torch.float32),
    "qwen2": ("families/qwen2", None, dict(
        r=4, lora_alpha=8, target_modules=ATTENTION + MLP,
        rank_pattern={"v_proj": 2, "layers.1.mlp.up_proj": 3},
        alpha_pattern={"model.layers.0.self_attn.k_proj": 16}), torch.float16),
    "phi3-partial": ("families/phi3-partial", None, dict(
        r=4, lora_alpha=8, target_modules=["qkv_proj", "o_proj", "gate_up_proj", "down_proj"]),
        torch.float32),
    "granite": ("families/granite", None, dict(
        r=4, lora_alpha=8, target_modules=ATTENTION + ["down_proj", "lm_head"]), torch.bfloat16),
    "tiny-gguf": ("tiny-gguf", "tiny-llama-{}.gguf", dict(
        r=4, lora_alpha=8, target_modules=ATTENTION + MLP), torch.bfloat16),
}
CASES = [(5, 6), (24, 10), (60, 14)]
GGUF_TYPES = ["BF16", "Q8_0", "Q4_1"]


def load(base, file):
    return AutoModelForCausalLM.from_pretrained(
        base, gguf_file=file, dtype=torch.float32, attn_implementation="eager").eval()


def adapted(name, model):
    torch.manual_seed(sum(map(ord, name)))
    _, _, config, precision = FIXTURES[name]
    model = get_peft_model(model, LoraConfig(task_type="CAUSAL_LM", **config))
    for tensor_name, weight in model.named_parameters():
        if "lora_" in tensor_name:
            size = 0.4 if "lora_B" in tensor_name else weight.shape[-1] ** -0.5
            weight.data.copy_((torch.randn_like(weight) * size).to(precision).float())
    return model


def save(model, precision, folder):
    for tensor_name, weight in model.named_parameters():
        if "lora_" in tensor_name:
            weight.data = weight.data.to(precision)
    model.save_pretrained(folder, save_embedding_layers=False)
    config = json.loads((folder / "adapter_config.json").read_text())
    config["base_model_name_or_path"] = "fixtures/" + FIXTURES[folder.name][0]
    (folder / "adapter_config.json").write_text(json.dumps(config, indent=2, sort_keys=True))
    (folder / "README.md").unlink(missing_ok=True)


def reference(name, base, file, target):
    merged = adapted(name, load(base, file)).merge_and_unload()
    with torch.no_grad():
        found = [case(merged, *size, seed) for seed, size in enumerate(CASES)]
    target.write_text(json.dumps({
        "reference": "transformers fp32 CPU, eager attention, merged by PEFT",
        "cases": found}, separators=(",", ":")) + "\n")


def make(name, fixtures):
    base, gguf, _, precision = FIXTURES[name]
    folder = fixtures / "adapters" / name
    folder.mkdir(parents=True, exist_ok=True)
    if gguf is None:
        reference(name, fixtures / base, None, folder / "expected.json")
        save(adapted(name, load(fixtures / base, None)), precision, folder)
        return
    for kind in GGUF_TYPES:
        reference(name, fixtures / base, gguf.format(kind), folder / f"expected-{kind}.json")
    save(adapted(name, load(fixtures / base, gguf.format("BF16"))), precision, folder)


if __name__ == "__main__":
    for each in sys.argv[2:] or FIXTURES:
        make(each, Path(sys.argv[1]))
        print(each)
