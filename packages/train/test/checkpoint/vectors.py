"""Writes a file of every number format that is read, with Python's own safetensors, and the values it holds as JSON.

    python3 vectors.py FOLDER

Needs safetensors and numpy, which has no bfloat16.
"""
import json
import pathlib
import sys

import numpy as np
from safetensors.numpy import save_file

folder = pathlib.Path(sys.argv[1])
values = [0, 1, -2.5, 0.1, 65504, 6e-8, -0.0]
arrays = {
    "F64": np.array(values, "float64"),
    "F32": np.array(values, "float32").reshape(7, 1),
    "F16": np.array(values, "float16"),
    "I64": np.array([[0, -5], [7, 2**40]], "int64"),
    "U64": np.array([0, 2**50], "uint64"),
    "I32": np.array([-7, 2**30], "int32"),
    "U32": np.array([7, 2**31], "uint32"),
    "I16": np.array([-300, 300], "int16"),
    "U16": np.array([3, 60000], "uint16"),
    "I8": np.array([-128, 127], "int8"),
    "U8": np.array([0, 255], "uint8"),
    "BOOL": np.array([True, False, True]),
}
arrays["scalar"] = np.array(42, "int64")
arrays["empty"] = np.zeros((0, 3), "float32")
save_file(arrays, str(folder / "numbers.safetensors"), {"format": "pt"})

exact = {name: {"shape": list(a.shape), "data": a.astype("float32").ravel().tolist()} for name, a in arrays.items()}
(folder / "numbers.json").write_text(json.dumps(exact, indent=1) + "\n")
