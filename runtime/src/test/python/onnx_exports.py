"""Makes the fixtures of ONNX exports from a small checkpoint, with the exporters people use.

  onnx_exports.py CHECKPOINT OUT --builder PYTHON --optimum PYTHON

CHECKPOINT is a directory with a llama, of which two layers are kept. PYTHON is that of an environment
with onnxruntime-genai (its model builder), and with optimum-onnx and accelerate. This script itself needs
torch, transformers, onnx. Written are, each with the reference of the checkpoint in expected.json:

  genai      onnxruntime-genai's layout: GroupQueryAttention, external data
  genai-fp16 the same in half precision, cache and logits too
  optimum    optimum's layout, onnx/model.onnx: the past is concatenated, positions are an input
  merged     as optimum once wrote it: one graph with a branch for prompts and one for a token with past
"""

import argparse
import json
import pathlib
import shutil
import subprocess
import tempfile

import onnx
import torch
from onnx import TensorProto, helper
from safetensors.torch import load_file, save_file
from transformers import AutoModelForCausalLM

LAYERS = 2
PAPERS = ["tokenizer.json", "tokenizer_config.json", "chat_template.jinja", "generation_config.json"]


def shorten(checkpoint, out):
    """A copy with two layers, as any version of transformers reads it."""
    config = json.loads((checkpoint / "config.json").read_text())
    config["num_hidden_layers"] = LAYERS
    rope = config.pop("rope_parameters", None)
    if rope:
        config["rope_theta"] = rope["rope_theta"]
    config.pop("layer_types", None)
    config["torch_dtype"] = "float32"
    config.pop("dtype", None)
    out.mkdir()
    (out / "config.json").write_text(json.dumps(config, indent=1))
    tensors = {}
    for name, tensor in load_file(checkpoint / "model.safetensors").items():
        parts = name.split(".")
        if parts[1] != "layers" or int(parts[2]) < LAYERS:
            tensors[name] = tensor.float()
    save_file(tensors, out / "model.safetensors", {"format": "pt"})
    for name in PAPERS:
        shutil.copy(checkpoint / name, out / name)
        (out / name).chmod(0o644)


def reference(checkpoint, prompts):
    """Greedy continuations with the five most likely tokens at each position."""
    model = AutoModelForCausalLM.from_pretrained(
        checkpoint, dtype=torch.float32, attn_implementation="eager"
    )
    cases = []
    for prompt in prompts:
        ids, greedy = list(prompt), []
        for _ in range(24):
            with torch.no_grad():
                logits = model(torch.tensor([ids])).logits[0, -1]
            top = torch.log_softmax(logits.double(), -1).topk(5)
            pairs = [[int(i), round(float(p), 5)] for p, i in zip(*top)]
            greedy.append({"token": pairs[0][0], "top5": pairs})
            ids.append(pairs[0][0])
        cases.append({"input_ids": list(prompt), "greedy": greedy})
    return {"reference": "transformers fp32 CPU, eager attention", "cases": cases}


def genai(python, checkpoint, out, precision):
    builder = "onnxruntime_genai.models.builder"
    provider = "cpu" if precision == "fp32" else "cuda"
    with tempfile.TemporaryDirectory() as cache:
        command = [python, "-m", builder, "-i", checkpoint, "-o", out, "-c", cache]
        subprocess.run([*command, "-p", precision, "-e", provider], check=True)


def optimum(python, checkpoint, out):
    command = [python, "-m", "optimum.exporters.onnx", "--model", checkpoint]
    subprocess.run(
        [*command, "--task", "text-generation-with-past", "--dtype", "fp32", out], check=True
    )
    (out / "onnx").mkdir()
    shutil.move(out / "model.onnx", out / "onnx" / "model.onnx")


def merged(exported, out):
    """Puts an export into a branch for a token with past, and into another that ignores its past."""
    shutil.copytree(exported, out)
    graph_file = out / "onnx" / "model.onnx"
    model = onnx.load(graph_file)
    graph = model.graph
    branches = {}
    for name in ["with_past", "no_past"]:
        # names within a branch are its own
        produced = [each for node in graph.node for each in node.output]
        rename = {each: f"{name[0]}{i}" for i, each in enumerate(produced)}
        nodes = []
        if name == "no_past":
            for value in graph.input:
                if value.name.startswith("past_key_values"):
                    rename[value.name] = f"{value.name}/empty"
                    heads, dim = (value.type.tensor_type.shape.dim[i].dim_value for i in (1, 3))
                    empty = helper.make_tensor("", TensorProto.FLOAT, [1, heads, 0, dim], [])
                    constant = helper.make_node("Constant", [], [rename[value.name]], value=empty)
                    nodes.append(constant)
        for node in graph.node:
            copy = onnx.NodeProto()
            copy.CopyFrom(node)
            for values in (copy.input, copy.output):
                values[:] = [rename.get(each, each) for each in values]
            copy.ClearField("doc_string")
            copy.ClearField("metadata_props")
            copy.ClearField("name")
            nodes.append(copy)
        outputs = []
        for output in graph.output:
            copy = onnx.ValueInfoProto()
            copy.CopyFrom(output)
            copy.name = rename[output.name]
            outputs.append(copy)
        branches[name] = helper.make_graph(nodes, name, [], outputs)
    choice = helper.make_node(
        "If",
        ["use_cache_branch"],
        [output.name for output in graph.output],
        then_branch=branches["with_past"],
        else_branch=branches["no_past"],
    )
    switch = helper.make_tensor_value_info("use_cache_branch", TensorProto.BOOL, [1])
    whole = helper.make_graph(
        [choice], "merged", [*graph.input, switch], graph.output, initializer=graph.initializer
    )
    onnx.save(
        helper.make_model(whole, opset_imports=model.opset_import, ir_version=model.ir_version),
        out / "onnx" / "decoder_model_merged.onnx",
    )
    graph_file.unlink()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("checkpoint", type=pathlib.Path)
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--builder", required=True)
    parser.add_argument("--optimum", required=True)
    arguments = parser.parse_args()
    out = arguments.out
    out.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        short = pathlib.Path(scratch) / "checkpoint"
        shorten(arguments.checkpoint, short)
        cases = json.loads((arguments.checkpoint / "expected.json").read_text())["cases"]
        expected = reference(short, [case["input_ids"] for case in cases])
        genai(arguments.builder, short, out / "genai", "fp32")
        genai(arguments.builder, short, out / "genai-fp16", "fp16")
        optimum(arguments.optimum, short, out / "optimum")
        merged(out / "optimum", out / "merged")
        for layout in ["genai", "genai-fp16", "optimum", "merged"]:
            (out / layout / "expected.json").write_text(json.dumps(expected))
            for name in PAPERS:
                if not layout.startswith("genai") or name != "generation_config.json":
                    shutil.copy(short / name, out / layout / name)


main()
