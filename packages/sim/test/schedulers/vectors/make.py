"""Makes the vectors beside this file by running the original schedulers.

    pip install --no-deps optax keras transformers; pip install numpy jax chex absl-py h5py optree namex rich
    pip download --no-deps --platform macosx_14_0_arm64 --only-binary=:all: torch   # any torch wheel: one Python file is used
    g++ -O2 -std=c++14 -DDLIB_NO_GUI_SUPPORT -I$DLIB dlib.cpp $DLIB/dlib/all/source.cpp -lpthread -o dlib-trainer
    python make.py --torch torch-*.whl --dlib ./dlib-trainer --dlib-version 20.0.1

PyTorch's scheduler file runs as it is, against a stand-in for `torch.Tensor` and `Optimizer` (the wheels with the rest
of PyTorch are 0.5 GB); so does the optimization file of transformers. optax runs in float64 (jax_enable_x64), Keras's
callback on its numpy backend with floatx float64 and a stand-in model, dlib's real dnn_trainer with a loss layer that
returns the given losses. Each file holds the options, the losses as (kind, seed, length) for losses.py, and the
changes: the index of the loss after which the rate changed, and the new rate. Biome then formats the files.
"""

import argparse
import importlib.metadata
import json
import math
import os
import subprocess
import sys
import tempfile
import types
import warnings
import zipfile
from pathlib import Path

from losses import losses

HERE = Path(__file__).parent
warnings.simplefilter("ignore")


def changes(first, rates):
    before = [first, *rates]
    at = [t for t, rate in enumerate(rates) if rate != before[t]]
    return {"at": at, "rates": [rates[t] for t in at]}


def write(name, original, cases):
    body = ",\n    ".join(json.dumps(case) for case in cases)
    head = json.dumps({"original": original})[1:-1]
    (HERE / f"{name}.json").write_text("{\n  %s,\n  \"cases\": [\n    %s\n  ]\n}\n" % (head, body))


def run(cases, rates_of):
    """rates_of(options, values) gives the first rate and the rate after every value."""
    made = []
    for options, kind, seed, length in cases:
        first, rates = rates_of(options, losses(kind, seed, length))
        made.append({"options": options, "losses": [kind, seed, length], "first": first, **changes(first, rates)})
    return made


def renamed(options, names, without=("learningRate",)):
    return {names.get(key, key): value for key, value in options.items() if key not in without}


# PyTorch ---------------------------------------------------------------------------------------------------------


def stand_in_torch(wheel):
    folder = Path(tempfile.mkdtemp())
    with zipfile.ZipFile(wheel) as archive:
        for path in ("torch/optim/lr_scheduler.py", "torch/version.py"):
            archive.extract(path, folder)
    (folder / "torch/__init__.py").write_text(
        "inf = float('inf')\nclass Tensor: pass\nno_grad = lambda: lambda f: f\n"
    )
    (folder / "torch/optim/__init__.py").write_text("from .optimizer import Optimizer\n")
    (folder / "torch/optim/optimizer.py").write_text(
        "_to_scalar = lambda x: x\n"
        "class Optimizer:\n"
        "    defaults = {}\n"
        "    def __init__(self, lr): self.param_groups = [{'lr': lr}]\n"
        "    def step(self): pass\n"
    )
    sys.path.insert(0, str(folder))
    from torch.version import __version__

    return __version__


def pytorch_plateau():
    from torch.optim import Optimizer
    from torch.optim.lr_scheduler import ReduceLROnPlateau

    names = {"thresholdMode": "threshold_mode", "minLearningRate": "min_lr"}

    def rates_of(options, values):
        optimizer = Optimizer(options["learningRate"])
        every = options.get("every", 1)
        scheduler = ReduceLROnPlateau(optimizer, **renamed(options, names, ("learningRate", "every")))
        rates = []
        for t, _ in enumerate(values):
            if (t + 1) % every == 0:
                total = 0.0
                for value in values[t + 1 - every : t + 1]:  # sum() would compensate
                    total += value
                scheduler.step(total / every)
            rates.append(optimizer.param_groups[0]["lr"])
        return options["learningRate"], rates

    lr = {"learningRate": 0.1}
    return run(
        [
            (lr, "steps", 1, 400),
            ({**lr, "patience": 0}, "spiky", 2, 200),
            ({**lr, "patience": 5, "factor": 0.3, "cooldown": 7}, "steps", 3, 400),
            ({**lr, "patience": 5, "factor": 0.5, "minLearningRate": 0.003}, "steps", 4, 400),
            ({**lr, "patience": 3, "factor": 0.5, "minLearningRate": 0.2}, "flat", 5, 200),
            ({**lr, "patience": 3, "factor": 0.5, "eps": 0.01, "cooldown": 2}, "steps", 6, 400),
            ({**lr, "patience": 4, "threshold": 0.05, "thresholdMode": "abs"}, "steps", 7, 400),
            ({**lr, "patience": 4, "threshold": 0.05, "thresholdMode": "rel"}, "steps", 7, 400),
            ({**lr, "patience": 4, "threshold": 0}, "constant", 8, 200),
            ({**lr, "patience": 8, "factor": 0.7, "threshold": 0.01}, "negative", 9, 400),
            ({**lr, "patience": 8, "factor": 0.7, "thresholdMode": "abs"}, "negative", 9, 400),
            ({**lr, "patience": 6, "factor": 0.5, "mode": "max"}, "rising", 10, 400),
            ({**lr, "patience": 6, "factor": 0.5, "mode": "max", "threshold": 0.03, "thresholdMode": "abs"}, "rising", 11, 400),
            ({**lr, "patience": 6, "factor": 0.5, "mode": "max"}, "negative", 12, 400),
            ({**lr, "patience": 6, "factor": 0.5}, "nan", 13, 800),
            ({**lr, "patience": 6, "factor": 0.5}, "nanFirst", 14, 200),
            ({**lr, "patience": 6, "factor": 0.5}, "infinite", 15, 400),
            ({**lr, "patience": 6, "factor": 0.5, "mode": "max"}, "infinite", 15, 400),
            ({**lr, "patience": 9, "factor": 0.5, "thresholdMode": "abs"}, "minusInfinite", 16, 400),
            ({**lr, "patience": 9, "factor": 0.5, "threshold": 1}, "steps", 17, 400),
            ({**lr, "patience": 2, "factor": 0.5, "every": 20}, "steps", 18, 1600),
            ({**lr, "patience": 2, "factor": 0.5, "every": 7}, "nan", 19, 1600),
            ({**lr, "patience": 40, "factor": 0.5}, "falling", 20, 2000),
        ],
        rates_of,
    )


def pytorch_schedules():
    from torch.optim import Optimizer
    from torch.optim import lr_scheduler as s

    made = []

    def add(name, options, length, make):
        optimizer = Optimizer(options["learningRate"])
        scheduler = make(optimizer)
        rates = [optimizer.param_groups[0]["lr"]]
        for _ in range(length - 1):
            optimizer.step()
            scheduler.step()
            rates.append(optimizer.param_groups[0]["lr"])
        made.append({"name": name, "options": options, "rates": rates})

    lr = {"learningRate": 0.1}
    add("step", {**lr, "stepSize": 7}, 40, lambda o: s.StepLR(o, 7))
    add("step", {**lr, "stepSize": 10, "factor": 0.3}, 40, lambda o: s.StepLR(o, 10, 0.3))
    add("multi-step", {**lr, "milestones": [5, 9, 30]}, 40, lambda o: s.MultiStepLR(o, [5, 9, 30]))
    add("multi-step", {**lr, "milestones": [20, 8, 8], "factor": 0.5}, 40, lambda o: s.MultiStepLR(o, [20, 8, 8], 0.5))
    add("polynomial", {**lr, "totalSteps": 30}, 40, lambda o: s.PolynomialLR(o, 30))
    add("polynomial", {**lr, "totalSteps": 30, "power": 2.5}, 40, lambda o: s.PolynomialLR(o, 30, 2.5))
    add("exponential", {**lr, "factor": 0.93}, 40, lambda o: s.ExponentialLR(o, 0.93))
    add("cosine", {**lr, "totalSteps": 30}, 70, lambda o: s.CosineAnnealingLR(o, 30))
    add("cosine", {**lr, "totalSteps": 13, "minLearningRate": 0.01}, 60, lambda o: s.CosineAnnealingLR(o, 13, 0.01))
    add("cosine", {**lr, "T_0": 10}, 40, lambda o: s.CosineAnnealingWarmRestarts(o, 10))
    add("cosine", {**lr, "T_0": 3, "T_mult": 2, "minLearningRate": 0.02}, 60, lambda o: s.CosineAnnealingWarmRestarts(o, 3, 2, 0.02))
    add("cosine", {**lr, "T_0": 1, "T_mult": 3}, 60, lambda o: s.CosineAnnealingWarmRestarts(o, 1, 3))

    def one_cycle(**options):
        return lambda o: s.OneCycleLR(o, 0.1, cycle_momentum=False, **options)

    add("one-cycle", {**lr, "totalSteps": 40}, 40, one_cycle(total_steps=40))
    add("one-cycle", {**lr, "totalSteps": 41, "warmupFraction": 0.25, "anneal": "linear"}, 41, one_cycle(total_steps=41, pct_start=0.25, anneal_strategy="linear"))
    add("one-cycle", {**lr, "totalSteps": 50, "threePhase": True, "divFactor": 10, "finalDivFactor": 100}, 50, one_cycle(total_steps=50, three_phase=True, div_factor=10, final_div_factor=100))
    add("one-cycle", {**lr, "totalSteps": 33, "warmupFraction": 0.45, "threePhase": True}, 33, one_cycle(total_steps=33, pct_start=0.45, three_phase=True))
    add("one-cycle", {**lr, "totalSteps": 20, "warmupFraction": 1}, 20, one_cycle(total_steps=20, pct_start=1.0))
    add("one-cycle", {**lr, "totalSteps": 20, "warmupFraction": 0}, 20, one_cycle(total_steps=20, pct_start=0.0))
    return made


# optax -----------------------------------------------------------------------------------------------------------


def optax_plateau():
    import jax

    jax.config.update("jax_enable_x64", True)
    import jax.numpy as jnp
    from optax.contrib import reduce_on_plateau

    names = {"accumulationSize": "accumulation_size", "minScale": "min_scale"}

    def rates_of(options, values):
        transform = reduce_on_plateau(**renamed(options, names))
        params = jnp.asarray(1.0)
        state = transform.init(params)
        update = jax.jit(lambda state, value: transform.update(params, state, value=value)[1])
        rates = []
        for value in values:
            state = update(state, value)
            rates.append(options["learningRate"] * float(state.scale))
        return options["learningRate"], rates

    lr = {"learningRate": 0.1}
    return run(
        [
            (lr, "steps", 21, 400),
            ({**lr, "patience": 5, "factor": 0.5, "cooldown": 7}, "steps", 22, 400),
            ({**lr, "patience": 1, "factor": 0.9, "cooldown": 1}, "spiky", 23, 200),
            ({**lr, "patience": 5, "factor": 0.5, "minScale": 0.03}, "steps", 24, 400),
            ({**lr, "patience": 5, "factor": 0.5, "rtol": 0, "atol": 0.05}, "steps", 25, 400),
            ({**lr, "patience": 5, "factor": 0.5, "rtol": 0.05, "atol": 0.01}, "negative", 26, 400),
            ({**lr, "patience": 5, "factor": 0.5, "rtol": 1}, "steps", 27, 200),
            ({**lr, "patience": 3, "factor": 0.5, "accumulationSize": 20}, "steps", 28, 1600),
            ({**lr, "patience": 3, "factor": 0.5, "accumulationSize": 7, "cooldown": 2}, "nan", 29, 1600),
            ({**lr, "patience": 6, "factor": 0.5}, "nanFirst", 30, 200),
            ({**lr, "patience": 6, "factor": 0.5}, "infinite", 31, 400),
            ({**lr, "patience": 6, "factor": 0.5}, "minusInfinite", 32, 400),
            ({**lr, "patience": 6, "factor": 0.5}, "constant", 33, 200),
            ({**lr, "patience": 6, "factor": 0.5, "accumulationSize": 3}, "huge", 34, 200),
        ],
        rates_of,
    )


# Keras -----------------------------------------------------------------------------------------------------------


def keras_plateau():
    os.environ["KERAS_BACKEND"] = "numpy"
    import keras

    keras.config.set_floatx("float64")
    names = {"minDelta": "min_delta", "minLearningRate": "min_lr"}

    def rates_of(options, values):
        optimizer = types.SimpleNamespace(learning_rate=options["learningRate"])
        callback = keras.callbacks.ReduceLROnPlateau(monitor="loss", **{"mode": "min", **renamed(options, names)})
        callback.set_model(types.SimpleNamespace(optimizer=optimizer))
        callback.on_train_begin()
        rates = []
        for epoch, value in enumerate(values):
            callback.on_epoch_end(epoch, {"loss": value})
            rates.append(optimizer.learning_rate)
        return options["learningRate"], rates

    lr = {"learningRate": 0.1}
    return run(
        [
            (lr, "steps", 41, 400),
            ({**lr, "patience": 5, "factor": 0.5, "cooldown": 7}, "steps", 42, 400),
            ({**lr, "patience": 5, "factor": 0.5, "cooldown": 1}, "steps", 43, 400),
            ({**lr, "patience": 0, "factor": 0.9}, "spiky", 44, 200),
            ({**lr, "patience": 5, "factor": 0.5, "minLearningRate": 0.003, "cooldown": 4}, "steps", 45, 400),
            ({**lr, "patience": 5, "factor": 0.5, "minLearningRate": 0.2}, "flat", 54, 200),
            ({**lr, "patience": 5, "factor": 0.5, "minDelta": 0.05}, "steps", 46, 400),
            ({**lr, "patience": 5, "factor": 0.5, "minDelta": 0}, "constant", 47, 200),
            ({**lr, "patience": 5, "factor": 0.5}, "negative", 48, 400),
            ({**lr, "patience": 5, "factor": 0.5, "mode": "max", "minDelta": 0.01}, "rising", 49, 400),
            ({**lr, "patience": 5, "factor": 0.5}, "nan", 50, 800),
            ({**lr, "patience": 5, "factor": 0.5}, "nanFirst", 51, 200),
            ({**lr, "patience": 5, "factor": 0.5}, "infinite", 52, 400),
            ({**lr, "patience": 5, "factor": 0.5}, "minusInfinite", 53, 400),
        ],
        rates_of,
    )


# transformers ----------------------------------------------------------------------------------------------------


def transformers_optimization():
    """transformers/optimization.py with stand-ins for what it imports from the rest of the package."""
    import logging as python_logging

    path = importlib.metadata.distribution("transformers").locate_file("transformers/optimization.py")

    class Kinds:
        def __getattr__(self, name):
            return name

    package = types.ModuleType("stand_in")
    package.__path__ = []
    for name, content in {
        "trainer_pt_utils": {"LayerWiseDummyOptimizer": type("A", (), {}), "LayerWiseDummyScheduler": type("B", (), {})},
        "trainer_utils": {"SchedulerType": Kinds()},
        "utils": {"logging": types.SimpleNamespace(get_logger=python_logging.getLogger)},
    }.items():
        module = types.ModuleType(f"stand_in.{name}")
        module.__dict__.update(content)
        sys.modules[module.__name__] = module
    sys.modules["stand_in"] = package
    sys.modules["torch"].optim = sys.modules["torch.optim"]
    module = types.ModuleType("stand_in.optimization")
    module.__package__ = "stand_in"
    exec(compile(Path(path).read_text(), "optimization.py", "exec"), module.__dict__)
    return module


def greedy(module):
    from torch.optim import Optimizer

    names = {
        "thresholdMode": "threshold_mode",
        "minLearningRate": "min_lr",
        "maxLearningRate": "max_lr",
        "windowSize": "window_size",
        "resetStart": "reset_start",
    }

    def rates_of(options, values):
        optimizer = Optimizer(options["learningRate"])
        module.Optimizer = Optimizer
        scheduler = module.GreedyLR(optimizer, **renamed(options, names))
        rates = []
        for value in values:
            scheduler.step(value)
            rates.append(optimizer.param_groups[0]["lr"])
        return options["learningRate"], rates

    lr = {"learningRate": 0.1}
    return run(
        [
            (lr, "steps", 61, 400),
            ({**lr, "patience": 2, "factor": 0.5}, "steps", 62, 400),
            ({**lr, "patience": 0, "factor": 0.5}, "falling", 63, 100),
            ({**lr, "patience": 3, "factor": 0.5, "cooldown": 5, "warmup": 3, "smooth": True, "windowSize": 10}, "steps", 64, 400),
            ({**lr, "patience": 1, "factor": 0.8, "smooth": True, "windowSize": 50, "maxLearningRate": 0.3}, "falling", 65, 200),
            ({**lr, "patience": 3, "factor": 0.5, "resetStart": 4}, "flat", 66, 400),
            ({**lr, "patience": 3, "factor": 0.5, "resetStart": 0, "cooldown": 9}, "flat", 67, 200),
            ({"learningRate": 0.0001, "patience": 3, "factor": 0.5, "resetStart": 2, "smooth": True, "windowSize": 3}, "falling", 68, 100),
            ({**lr, "patience": 3, "factor": 0.9, "eps": 0.009}, "steps", 69, 400),
            ({**lr, "patience": 3, "factor": 0.9, "threshold": 0.05, "thresholdMode": "rel"}, "negative", 70, 400),
            ({**lr, "patience": 3, "factor": 0.9, "mode": "max", "threshold": 0.01, "thresholdMode": "rel"}, "rising", 71, 400),
            ({**lr, "patience": 3, "factor": 0.9, "mode": "max"}, "rising", 72, 400),
            ({**lr, "patience": 6, "factor": 0.7}, "nan", 73, 800),
            ({**lr, "patience": 6, "factor": 0.7, "smooth": True, "windowSize": 5}, "nan", 74, 400),
            ({**lr, "patience": 6, "factor": 0.2, "smooth": True, "windowSize": 5, "resetStart": 2}, "nanFirst", 75, 400),
            ({**lr, "patience": 6, "factor": 0.2, "smooth": True, "windowSize": 5, "resetStart": 2}, "infinite", 76, 400),
            ({**lr, "patience": 6, "factor": 0.5}, "minusInfinite", 77, 400),
        ],
        rates_of,
    )


def warmup_stable_decay(module):
    made = []
    for options, arguments in [
        ({"warmupSteps": 5, "decaySteps": 10, "totalSteps": 40}, (5, 10, 40)),
        ({"warmupSteps": 0, "decaySteps": 7, "totalSteps": 20, "decay": "linear", "minScale": 0.1}, (0, 7, 20, None, "linear", "linear", 0.1)),
        ({"warmupSteps": 8, "decaySteps": 12, "totalSteps": 30, "warmup": "cosine", "decay": "1-sqrt"}, (8, 12, 30, None, "cosine", "1-sqrt")),
        ({"warmupSteps": 8, "decaySteps": 0, "totalSteps": 30, "warmup": "1-sqrt", "minScale": 0.2}, (8, 0, 30, None, "1-sqrt", "cosine", 0.2)),
    ]:
        from torch.optim import Optimizer

        optimizer = Optimizer(0.1)
        scheduler = module.get_wsd_schedule(optimizer, *arguments)
        rates = [optimizer.param_groups[0]["lr"]]
        for _ in range(options["totalSteps"] + 5):
            optimizer.step()
            scheduler.step()
            rates.append(optimizer.param_groups[0]["lr"])
        made.append({"name": "warmup-stable-decay", "options": {"learningRate": 0.1, **options}, "rates": rates})
    return made


# dlib ------------------------------------------------------------------------------------------------------------


def dlib_run(program, arguments, values=()):
    text = "\n".join(value.hex() if math.isfinite(value) else str(value) for value in values)
    done = subprocess.run([program, *map(repr, arguments)], input=text, capture_output=True, text=True, check=True)
    return [float.fromhex(word) for word in done.stdout.split()]


def dlib_slopes(program):
    made = []
    for kind, seed, length in [
        ("steps", 111, 4), ("flat", 112, 20), ("flat", 113, 2000), ("steps", 114, 2000), ("falling", 115, 500), ("rising", 116, 500),
        ("offset", 117, 300), ("constant", 118, 100), ("integers", 119, 50), ("spiky", 120, 1000), ("negative", 121, 777),
    ]:
        made.append({"losses": [kind, seed, length], "z": dlib_run(program, [], losses(kind, seed, length))[0]})
    return made


def dlib_last_z(program):
    """The largest z below dlib's line, by bisection over doubles, and the next one."""
    low, high = 0.0, 1.0
    while math.nextafter(low, high) < high:
        middle = low + (high - low) / 2
        if dlib_run(program, [middle])[0] == 1:
            low = middle
        else:
            high = middle
    return [{"below": low, "notBelow": high}]


def dlib_trainer(program):
    def rates_of(options, values):
        arguments = [options["learningRate"], options.get("factor", 0.1), options.get("patience", 2000)]
        return options["learningRate"], dlib_run(program, arguments, values)

    lr = {"learningRate": 0.1}
    return run(
        [
            (lr, "steps", 81, 3000),
            (lr, "flat", 82, 3000),
            ({**lr, "patience": 300}, "flat", 83, 2000),
            ({**lr, "patience": 300, "factor": 0.5}, "steps", 84, 3000),
            ({**lr, "patience": 500, "factor": 0.5}, "spiky", 85, 3000),
            ({**lr, "patience": 1000, "factor": 0.5}, "falling", 86, 3000),
            ({**lr, "patience": 1000, "factor": 0.5}, "rising", 87, 3000),
            ({**lr, "patience": 150, "factor": 0.9}, "steps", 88, 2000),
            ({**lr, "patience": 200, "factor": 0.9}, "flat", 89, 1000),
            ({**lr, "patience": 199, "factor": 0.9}, "negative", 90, 2000),
            ({**lr, "patience": 100, "factor": 0.9}, "nan", 91, 2000),
            ({**lr, "patience": 50, "factor": 0.9}, "infinite", 92, 1000),
            ({**lr, "patience": 300, "factor": 0.5}, "constant", 93, 1200),
            ({**lr, "patience": 300, "factor": 0.5}, "zero", 94, 1200),
            ({**lr, "patience": 300, "factor": 0.5}, "offset", 95, 1200),
            ({**lr, "patience": 300, "factor": 0.5}, "huge", 96, 1200),
            ({**lr, "patience": 10, "factor": 0.9}, "steps", 97, 400),
            ({**lr, "patience": 4, "factor": 0.9}, "integers", 98, 300),
            ({**lr, "patience": 2, "factor": 0.9}, "steps", 99, 100),
            ({**lr, "patience": 30, "factor": 0.9}, "integers", 100, 800),
            ({**lr, "patience": 600, "factor": 0.9}, "integers", 101, 3000),
        ],
        rates_of,
    )


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--torch", required=True)
    parser.add_argument("--dlib", required=True)
    parser.add_argument("--dlib-version", required=True)
    given = parser.parse_args()
    version = importlib.metadata.version
    torch = stand_in_torch(given.torch)
    write("pytorch-plateau", f"torch {torch} ReduceLROnPlateau", pytorch_plateau())
    write("pytorch-schedules", f"torch {torch} lr_scheduler", pytorch_schedules())
    write("optax", f"optax {version('optax')} contrib.reduce_on_plateau, float64", optax_plateau())
    write("keras", f"keras {version('keras')} ReduceLROnPlateau, float64", keras_plateau())
    module = transformers_optimization()
    write("greedy", f"transformers {version('transformers')} GreedyLR", greedy(module))
    write("warmup-stable-decay", f"transformers {version('transformers')} get_wsd_schedule", warmup_stable_decay(module))
    write("dlib", f"dlib {given.dlib_version} dnn_trainer", dlib_trainer(given.dlib))
    write("dlib-slopes", f"dlib {given.dlib_version} running_gradient", dlib_slopes(given.dlib))
    write("dlib-line", f"dlib {given.dlib_version} normal_cdf with glibc's erfc", dlib_last_z(given.dlib))


if __name__ == "__main__":
    main()
