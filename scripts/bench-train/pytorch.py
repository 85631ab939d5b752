"""Trains the workload with PyTorch on CPU and prints the time of every step; --layout channels_last or contiguous."""
import argparse
import json
import math
import pathlib
import sys
import time

import torch
import torch.nn.functional as F

sys.path.insert(0, str(pathlib.Path(__file__).parents[2] / "packages/train/test/vectors"))
from makeTorchVectors import Iresnet, Mobilefacenet  # noqa: E402

parser = argparse.ArgumentParser()
for name in ["batch", "size", "classes", "embedding", "steps", "threads"]:
    parser.add_argument(f"--{name}", type=int)
for name in ["model", "folder", "layout", "recipe"]:
    parser.add_argument(f"--{name}")
options = parser.parse_args()
recipe = json.loads(options.recipe)
torch.set_num_threads(options.threads)

depths = {"iresnet-18": [2, 2, 2, 2], "iresnet-34": [3, 4, 6, 3], "iresnet-50": [3, 4, 14, 3]}
if options.model == "iresnet-tiny":
    network = Iresnet([16, 24, 48, 96], [1, 1, 1, 1], options.embedding, options.size)
elif options.model in depths:
    network = Iresnet([64, 128, 256, 512], depths[options.model], options.embedding, options.size)
elif options.model == "mobilefacenet":
    network = Mobilefacenet([1, 4, 6, 2], 2, options.embedding, options.size)
else:
    sys.exit(f"not known here: {options.model}")

folder = pathlib.Path(options.folder)
values = torch.frombuffer(bytearray((folder / "weights.bin").read_bytes()), dtype=torch.float32)
state, offset = {}, 0
for name, shape in json.loads((folder / "names.json").read_text()):
    length = math.prod(shape)
    state[name] = values[offset : offset + length].reshape(shape)
    offset += length
centres = torch.nn.Parameter(state.pop("weight").clone())
network.load_state_dict(state, strict=False)

count = options.batch * options.size**2 * 3
images = torch.tensor([math.sin(7 * math.sqrt(index + 1)) for index in range(count)])
images = images.reshape(options.batch, options.size, options.size, 3).permute(0, 3, 1, 2).contiguous()
if options.layout == "channels_last":
    network = network.to(memory_format=torch.channels_last)
    images = images.to(memory_format=torch.channels_last)
labels = torch.tensor([(37 * index) % options.classes for index in range(options.batch)])
sgd = torch.optim.SGD(
    [*network.parameters(), centres], lr=recipe["rate"], momentum=recipe["momentum"], weight_decay=recipe["decay"]
)

milliseconds, processor, losses = [], [], []
for _ in range(options.steps):
    start = time.perf_counter()
    used = time.process_time()
    cosines = F.linear(F.normalize(network(images)), F.normalize(centres))
    margins = recipe["margin"] * F.one_hot(labels, options.classes)
    loss = F.cross_entropy(recipe["scale"] * (cosines - margins), labels)
    sgd.zero_grad()
    loss.backward()
    torch.nn.utils.clip_grad_norm_(network.parameters(), recipe["clip"])
    sgd.step()
    losses.append(loss.item())
    milliseconds.append(1000 * (time.perf_counter() - start))
    processor.append(1000 * (time.process_time() - used))
print(json.dumps({"milliseconds": milliseconds, "processor": processor, "losses": losses}), flush=True)
