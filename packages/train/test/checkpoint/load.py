"""Prints the shapes and values of a file of safetensors as Python's own reader sees them: python3 load.py FILE"""
import json
import sys

from safetensors import safe_open

with safe_open(sys.argv[1], framework="np") as file:
    tensors = {name: file.get_tensor(name) for name in file.keys()}
    print(json.dumps({
        "metadata": file.metadata(),
        "tensors": {n: {"shape": list(a.shape), "dtype": str(a.dtype), "data": a.ravel().tolist()} for n, a in tensors.items()},
    }))
