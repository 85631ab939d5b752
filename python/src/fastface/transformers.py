"""Hugging Face transformers: a ``TrainerCallback`` that sets the learning rate from the training loss."""

from __future__ import annotations

import json
import math
import os
from typing import Any, Callable, Optional

from transformers import TrainerCallback

from .anneal import fastface_auto
from .scheduler import Scheduler, restore


class FastFaceCallback(TrainerCallback):
    """Sets the rate of the ``Trainer``'s optimizer at every step; use it with ``lr_scheduler_type="constant"``.

    The trainer logs the mean loss of ``logging_steps`` steps: each of them counts with that mean, as in a replay of the log. So
    log every few steps. ``make(learning_rate, total_steps)`` makes the scheduler; by default ``fastface_auto`` with these two. The
    state goes into each checkpoint as ``fastface.json``, and a resumed training goes on from it.

    >>> trainer = Trainer(..., callbacks=[FastFaceCallback()])        # doctest: +SKIP
    """

    FILE = "fastface.json"

    def __init__(self, make: Optional[Callable[[float, int], Scheduler]] = None) -> None:
        self._make = make or (lambda rate, steps: fastface_auto(learning_rate=rate, total_steps=steps))
        self.scheduler: Optional[Scheduler] = None
        self.state: Any = None
        self._heard = 0
        self._shares: Any = None

    def on_train_begin(self, args: Any, state: Any, control: Any, **kwargs: Any) -> None:
        self.scheduler = self._make(args.learning_rate, state.max_steps)
        self.state = self.scheduler.init()
        self._heard = state.global_step
        self._shares = None
        if state.global_step > 0:
            path = self._path(args, state.global_step)
            if os.path.exists(path):
                with open(path, encoding="utf-8") as file:
                    saved = json.load(file)
                self.state = restore(self.scheduler, saved["state"])
                self._heard = saved["heard"]
        self._apply(kwargs.get("optimizer"))

    def on_step_end(self, args: Any, state: Any, control: Any, **kwargs: Any) -> None:
        # After the trainer's own scheduler has set its rate.
        self._apply(kwargs.get("optimizer"))

    def on_log(self, args: Any, state: Any, control: Any, logs: Any = None, **kwargs: Any) -> None:
        if self.scheduler is None or not logs or "loss" not in logs:
            return
        loss = float(logs["loss"])
        for _ in range(state.global_step - self._heard):
            self.state = self.scheduler.step(self.state, loss if math.isfinite(loss) else None)
        self._heard = state.global_step
        self._apply(kwargs.get("optimizer"))

    def on_save(self, args: Any, state: Any, control: Any, **kwargs: Any) -> None:
        path = self._path(args, state.global_step)
        if os.path.isdir(os.path.dirname(path)):
            with open(path, "w", encoding="utf-8") as file:
                json.dump({"state": self.state, "heard": self._heard}, file)

    def _path(self, args: Any, step: int) -> str:
        return os.path.join(args.output_dir, f"checkpoint-{step}", self.FILE)

    def _apply(self, optimizer: Any) -> None:
        if optimizer is None or self.state is None or self.scheduler is None:
            return
        if self._shares is None:
            bases = [group.get("initial_lr", group["lr"]) for group in optimizer.param_groups]
            self._shares = [1.0 if i == 0 else base / bases[0] for i, base in enumerate(bases)]
        for group, share in zip(optimizer.param_groups, self._shares):
            group["lr"] = self.state["learningRate"] * share
