"""Runs a file of ONNX: runOnnx.py FILE SHAPE NUMBERS, the last two as JSON; prints the embeddings."""
import json
import sys

import numpy
import onnxruntime

file, shape, numbers = sys.argv[1], json.loads(sys.argv[2]), sys.argv[3]
session = onnxruntime.InferenceSession(file, providers=["CPUExecutionProvider"])
images = numpy.fromfile(numbers, dtype="<f4").reshape(shape)
(embeddings,) = session.run(["embeddings"], {"images": images})
print(json.dumps({"shape": embeddings.shape, "values": embeddings.flatten().tolist()}))
