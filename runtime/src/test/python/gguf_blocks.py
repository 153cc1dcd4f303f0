"""Writes gguf-blocks.json: two random blocks of each quantised GGUF type, and their values.

The values are those of the gguf package (pip install gguf numpy), an implementation apart from
ours and from ggml's C code. Usage: gguf_blocks.py OUT.json
"""

import base64
import json
import sys

import numpy as np
from gguf import GGMLQuantizationType as Type, quants

# Where the half-floats of a block lie.
HALVES = {
    "Q4_0": [0], "Q4_1": [0, 2], "Q5_0": [0], "Q5_1": [0, 2], "Q8_0": [0],
    "Q2_K": [80, 82], "Q3_K": [108], "Q4_K": [0, 2], "Q5_K": [0, 2], "Q6_K": [208],
    "IQ4_NL": [0], "IQ4_XS": [0],
}  # fmt: skip


def blocks(name, random):
    kind = Type[name]
    _, size = quants.GGML_QUANT_SIZES[kind]
    data = random.integers(0, 256, (2, size), dtype=np.uint8)
    for at in HALVES[name]:
        halves = random.uniform(-0.1, 0.1, (2, 1)).astype(np.float16)
        data[:, at : at + 2] = halves.view(np.uint8)
    values = quants.dequantize(data.reshape(-1), kind).astype("<f4").reshape(-1)
    return {
        "bytes": base64.b64encode(data.tobytes()).decode(),
        "values": base64.b64encode(values.tobytes()).decode(),
    }


random = np.random.default_rng(8)
with open(sys.argv[1], "w") as out:
    json.dump({name: blocks(name, random) for name in HALVES}, out, indent=1)
    out.write("\n")
