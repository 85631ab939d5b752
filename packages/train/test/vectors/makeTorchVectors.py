"""Writes torch.json: what PyTorch computes for small networks, heads and optimiser steps.

    pip install torch==2.15.0 && python3 packages/train/test/vectors/makeTorchVectors.py

Weights and pictures are not in the file: both sides compute them from `numbers` below. Of every gradient the file has two
sums, which a misplaced element changes.
"""
import json
import math
import pathlib

import torch
import torch.nn.functional as F
from torch import nn


def numbers(salt, *shape):
    """Between −1 and 1, without period or symmetry: sin of the square root of the position."""
    size = math.prod(shape)
    values = [math.sin(salt + 7 * math.sqrt(index + 1)) for index in range(size)]
    return torch.tensor(values, dtype=torch.float64).to(torch.float32).reshape(shape)


def sums(tensor):
    """Of the values, and of the values times numbers."""
    flat = tensor.detach().double().flatten()
    return [flat.norm().item(), flat.dot(numbers(0.5, flat.numel()).double()).item()]


def plain(tensor):
    return [round(value, 8) for value in tensor.detach().double().flatten().tolist()]


# ---- networks, written from their description: names and shapes are those of the reference ----


class Block(nn.Module):
    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.bn1 = nn.BatchNorm2d(inputs)
        self.conv1 = nn.Conv2d(inputs, outputs, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(outputs)
        self.prelu = nn.PReLU(outputs)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, stride, 1, bias=False)
        self.bn3 = nn.BatchNorm2d(outputs)
        self.downsample = None
        if stride != 1 or inputs != outputs:
            self.downsample = nn.Sequential(
                nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs)
            )

    def forward(self, x):
        y = self.prelu(self.bn2(self.conv1(self.bn1(x))))
        return self.bn3(self.conv2(y)) + (x if self.downsample is None else self.downsample(x))


class Iresnet(nn.Module):
    def __init__(self, widths, blocks, embedding_size, side):
        super().__init__()
        self.conv1 = nn.Conv2d(3, widths[0], 3, 1, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(widths[0])
        self.prelu = nn.PReLU(widths[0])
        inputs = widths[0]
        for stage in range(4):
            layers = []
            for index in range(blocks[stage]):
                layers.append(Block(inputs, widths[stage], 2 if index == 0 else 1))
                inputs = widths[stage]
            setattr(self, f"layer{stage + 1}", nn.Sequential(*layers))
            side = (side + 1) // 2
        self.bn2 = nn.BatchNorm2d(inputs)
        self.fc = nn.Linear(inputs * side * side, embedding_size)
        self.features = nn.BatchNorm1d(embedding_size)
        self.features.weight.requires_grad = False

    def forward(self, x):
        x = self.prelu(self.bn1(self.conv1(x)))
        x = self.layer4(self.layer3(self.layer2(self.layer1(x))))
        return self.features(self.fc(torch.flatten(self.bn2(x), 1)))


class Layers(nn.Module):
    """Something with its parts under `layers`."""

    def __init__(self, *layers, residual=False):
        super().__init__()
        self.layers = nn.Sequential(*layers)
        self.residual = residual

    def forward(self, x):
        return x + self.layers(x) if self.residual else self.layers(x)


def convolution(inputs, outputs, size=1, stride=1, padding=0, groups=1, activation=True):
    layers = [
        nn.Conv2d(inputs, outputs, size, stride, padding, groups=groups, bias=False),
        nn.BatchNorm2d(outputs),
    ]
    return Layers(*layers, *([nn.PReLU(outputs)] if activation else []))


def bottleneck(inputs, outputs, hidden, stride, residual=False):
    return Layers(
        convolution(inputs, hidden),
        convolution(hidden, hidden, 3, stride, 1, hidden),
        convolution(hidden, outputs, activation=False),
        residual=residual,
    )


def residuals(channels, hidden, count):
    return Layers(*[bottleneck(channels, channels, hidden, 1, True) for _ in range(count)])


class Mobilefacenet(nn.Module):
    def __init__(self, blocks, scale, embedding_size, side):
        super().__init__()
        wide, wider = 64 * scale, 128 * scale
        first = convolution(wide, wide, 3, 1, 1, 64) if blocks[0] == 1 else residuals(wide, 128, blocks[0])
        self.layers = nn.ModuleList(
            [
                convolution(3, wide, 3, 2, 1),
                first,
                bottleneck(wide, wide, 128, 2),
                residuals(wide, 128, blocks[1]),
                bottleneck(wide, wider, 256, 2),
                residuals(wider, 256, blocks[2]),
                bottleneck(wider, wider, 512, 2),
                residuals(wider, 256, blocks[3]),
            ]
        )
        self.conv_sep = convolution(wider, 512)
        for _ in range(4):
            side = (side + 1) // 2
        self.features = Layers(
            convolution(512, 512, side, groups=512, activation=False),
            nn.Flatten(),
            nn.Linear(512, embedding_size, bias=False),
            nn.BatchNorm1d(embedding_size),
        )

    def forward(self, x):
        for layer in self.layers:
            x = layer(x)
        return self.features(self.conv_sep(x))


def fill(module):
    """Weights from numbers; scales and variances stay positive. The salt is the place in the state dict."""
    state = {name: value for name, value in module.state_dict().items() if "num_batches" not in name}
    filled = {}
    for salt, (name, value) in enumerate(state.items()):
        fresh = numbers(salt, *value.shape)
        fan = math.prod(value.shape[1:])
        if name.endswith("running_var"):
            fresh = 1 + 0.5 * fresh
        elif value.dim() == 1 and name.endswith("weight"):
            fresh = 1 + 0.3 * fresh
        elif value.dim() > 1:
            fresh = fresh / math.sqrt(fan)
        filled[name] = fresh.to(torch.float32)
    module.load_state_dict(filled, strict=False)
    return [[name, list(value.shape)] for name, value in filled.items()]


def network(module, batch, side, embedding_size):
    state = fill(module)
    images = numbers(3.25, batch, side, side, 3).permute(0, 3, 1, 2)
    module.eval()
    evaluated = module(images)
    module.train()
    trained = module(images)
    probe = numbers(1.75, batch, embedding_size)
    (trained * probe).sum().backward()
    return {
        "state": state,
        "evaluated": plain(evaluated),
        "trained": plain(trained),
        "gradients": {
            name: sums(parameter.grad) for name, parameter in module.named_parameters() if parameter.requires_grad
        },
        "running": {
            name: sums(value) for name, value in module.state_dict().items() if name.split(".")[-1].startswith("running")
        },
    }


def block():
    module = Block(5, 6, 2)
    state = fill(module)
    x = numbers(2.5, 3, 7, 7, 5).permute(0, 3, 1, 2).clone().requires_grad_()
    y = module(x)
    (y * numbers(1.25, *y.shape)).sum().backward()
    return {
        "state": state,
        "y": plain(y.permute(0, 2, 3, 1)),
        "dx": plain(x.grad.permute(0, 2, 3, 1)),
        "gradients": {name: sums(parameter.grad) for name, parameter in module.named_parameters()},
    }


# ---- heads, from the published formulas ----


def head(kind, margin, gradient, threshold=0.0):
    labels = torch.tensor([0, 3, 8, 3, 5, 1])
    weight = numbers(4.5, 9, 8).requires_grad_()
    embeddings = (2 * weight.detach()[labels] + numbers(0.25, 6, 8)).requires_grad_()
    cosines = F.linear(F.normalize(embeddings), F.normalize(weight)).clamp(-1, 1)
    own = F.one_hot(labels, 9).bool()
    if threshold > 0:
        cosines = cosines * ((cosines <= threshold) | own).float()
    if kind == "cosface":
        moved = cosines - margin
    else:
        moved = torch.cos(torch.acos(cosines) + margin)
        if gradient == "reference":
            moved = cosines + (moved - cosines).detach()
    logits = 64 * torch.where(own, moved, cosines)
    F.cross_entropy(logits, labels).backward()
    # The reference clamps probabilities in the loss, and its gradient is the one without the clamp.
    loss = -logits.softmax(1)[own].clamp_min(1e-30).log().mean()
    return {
        "kind": kind,
        "margin": margin,
        "gradient": gradient,
        "threshold": threshold,
        "loss": loss.item(),
        "dEmbeddings": plain(embeddings.grad),
        "dWeight": plain(weight.grad),
    }


def optimiser(make, count):
    """Some steps on two groups, the first clipped, at a rate of its own each."""
    shapes = {"a": (4, 3), "b": (5,), "c": (6, 2)}
    weights = {name: nn.Parameter(numbers(salt, *shape)) for salt, (name, shape) in enumerate(shapes.items())}
    groups = [{"params": [weights["a"], weights["b"]], "lr": 1}, {"params": [weights["c"]], "lr": 1}]
    optimizer = make(groups)
    steps = []
    for step, rate in enumerate([0.1, 0.1, 0.05, 0.05, 0.02, 0.02][:count]):
        for salt, (name, shape) in enumerate(shapes.items()):
            weights[name].grad = (4 if step == 0 else 0.1) * numbers(10 * step + salt, *shape)
        norm = nn.utils.clip_grad_norm_([weights["a"], weights["b"]], 5)
        optimizer.param_groups[0]["lr"] = rate
        optimizer.param_groups[1]["lr"] = 3 * rate
        optimizer.step()
        steps.append({"rate": rate, "norm": norm.item(), **{name: plain(weights[name]) for name in shapes}})
    return {"shapes": shapes, "steps": steps}


if __name__ == "__main__":
    vectors = {
        "torch": torch.__version__,
        "block": block(),
        "iresnet": network(Iresnet([4, 6, 8, 10], [1, 2, 1, 1], 8, 20), 3, 20, 8),
        "mobilefacenet": network(Mobilefacenet([1, 1, 1, 1], 2, 6, 24), 3, 24, 6),
        "heads": [
            head("arcface", 0.5, "exact"),
            head("arcface", 0.5, "reference"),
            head("cosface", 0.4, "reference"),
            head("cosface", 0.9, "reference", 0.3),
        ],
        "optimiser": optimiser(lambda groups: torch.optim.SGD(groups, lr=1, momentum=0.9, weight_decay=5e-4), 3),
        "adamw": optimiser(lambda groups: torch.optim.AdamW(groups, lr=1, weight_decay=0.05), 6),
    }
    path = pathlib.Path(__file__).with_name("torch.json")
    path.write_text(json.dumps(vectors, separators=(",", ":")) + "\n")
    print(path.name, path.stat().st_size, "bytes, torch", torch.__version__)
