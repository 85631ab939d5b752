"""Lightning: a ``Callback`` that sets the learning rate from the training loss of every batch."""

from __future__ import annotations

from typing import Any, Dict, Optional

try:
    from lightning.pytorch.callbacks import Callback
except ImportError:
    from pytorch_lightning.callbacks import Callback

from .scheduler import Scheduler, restore


class FastFaceCallback(Callback):
    """Sets the rate of the first optimizer after every batch, from what ``training_step`` returns.

    Its state goes into Lightning's checkpoints. With gradient accumulation every batch counts as an iteration.

    >>> trainer = Trainer(callbacks=[FastFaceCallback(fastface_auto(learning_rate=0.1, total_steps=2_000))])    # doctest: +SKIP
    """

    def __init__(self, scheduler: Scheduler) -> None:
        self.scheduler = scheduler
        self.state = scheduler.init()
        self._shares: Optional[list] = None

    def on_train_start(self, trainer: Any, pl_module: Any) -> None:
        groups = trainer.optimizers[0].param_groups
        bases = [group.setdefault("initial_lr", group["lr"]) for group in groups]
        self._shares = [1.0 if i == 0 else base / bases[0] for i, base in enumerate(bases)]
        self._apply(trainer)

    def on_train_batch_end(self, trainer: Any, pl_module: Any, outputs: Any, batch: Any, batch_idx: int) -> None:
        loss = outputs.get("loss") if isinstance(outputs, dict) else outputs
        self.state = self.scheduler.step(self.state, None if loss is None else float(loss))
        self._apply(trainer)

    def state_dict(self) -> Dict[str, Any]:
        return {"state": self.state}

    def load_state_dict(self, state_dict: Dict[str, Any]) -> None:
        self.state = restore(self.scheduler, state_dict["state"])

    def _apply(self, trainer: Any) -> None:
        for group, share in zip(trainer.optimizers[0].param_groups, self._shares or [1.0]):
            group["lr"] = self.state["learningRate"] * share
