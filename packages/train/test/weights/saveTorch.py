"""Saves networks with torch.save and prints what PyTorch computes with them: saveTorch.py FOLDER."""
import json
import pathlib
import sys

import torch

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "vectors"))
from makeTorchVectors import Iresnet, Mobilefacenet, fill, numbers  # noqa: E402

folder = pathlib.Path(sys.argv[1])
outputs = {}


def save(name, contents, module, side):
    torch.save(contents, folder / name)
    module.eval()
    with torch.no_grad():
        y = module(numbers(3.25, 2, side, side, 3).permute(0, 3, 1, 2))
    outputs[name] = y.flatten().tolist()


tiny = Iresnet([16, 24, 48, 96], [1, 1, 1, 1], 32, 24)
fill(tiny)
save("backbone.pth", tiny.state_dict(), tiny, 24)
wrapped = {f"module.{name}": value for name, value in tiny.state_dict().items()}
save("parallel.pth", wrapped, tiny, 24)
checkpoint = {"epoch": 3, "lr": 0.1, "state_dict_backbone": tiny.state_dict(), "opt": {"state": {}}}
save("checkpoint.pt", checkpoint, tiny, 24)


def turned(value):
    """Equal, but stored column after column."""
    return value.permute(*reversed(range(value.dim()))).contiguous().permute(*reversed(range(value.dim())))


views = {name: turned(value) if value.dim() > 0 else value for name, value in tiny.state_dict().items()}
save("views.pth", views, tiny, 24)
save("parameters.pth", dict(tiny.named_parameters()) | dict(tiny.named_buffers()), tiny, 24)
torch.save(tiny.state_dict(), folder / "old.pth", _use_new_zipfile_serialization=False)
torch.save(tiny, folder / "module.pth")

mobile = Mobilefacenet([1, 4, 6, 2], 2, 64, 112)
fill(mobile)
save("mobilefacenet.pth", mobile.state_dict(), mobile, 112)

big = Iresnet([64, 128, 256, 512], [2, 2, 2, 2], 512, 112)
fill(big)
save("iresnet-18.pth", big.state_dict(), big, 112)

half = tiny.half()
torch.save(half.state_dict(), folder / "half.pth")
save("half-as-float.pth", half.float().state_dict(), tiny, 24)
print(json.dumps(outputs))
