"""PyTorch: a scheduler of this package as an ``LRScheduler``.

>>> optimizer = torch.optim.SGD(model.parameters(), lr=0.1)                                       # doctest: +SKIP
>>> lr_scheduler = FastFaceLR(optimizer, fastface_auto(learning_rate=0.1, total_steps=20_000))         # doctest: +SKIP
>>> for batch in data:                                                                            # doctest: +SKIP
...     loss = train(batch)                                                                       # doctest: +SKIP
...     lr_scheduler.step(loss)                                                                   # doctest: +SKIP
"""

from __future__ import annotations

from typing import Any, Dict, List, Optional

from torch.optim import lr_scheduler as _lr_scheduler

from .scheduler import Scheduler, restore

_Base: Any = getattr(_lr_scheduler, "LRScheduler", None) or _lr_scheduler._LRScheduler


class FastFaceLR(_Base):
    """Sets the learning rate of an optimizer from the training loss: call ``step(loss)`` after each update.

    The scheduler's rate is that of the first parameter group; each other group keeps its ratio to it. ``loss`` is a number or a
    tensor of one element (reading it waits for the device); ``None`` for an update that was skipped. ``step()`` without a loss
    does nothing, so that trainers which call it themselves do no harm. ``state_dict`` is plain JSON.
    """

    def __init__(self, optimizer: Any, scheduler: Scheduler) -> None:
        # Not the base's own __init__: that makes a first step.
        self.optimizer = optimizer
        self.scheduler = scheduler
        self.state = scheduler.init()
        first = optimizer.param_groups[0]["lr"]
        self.base_lrs: List[float] = [float(group["lr"]) for group in optimizer.param_groups]
        self._shares = [1.0 if i == 0 else lr / first for i, lr in enumerate(self.base_lrs)]
        self.last_epoch = 0
        self._apply()

    _NOTHING = object()

    def step(self, loss: Any = _NOTHING, epoch: Optional[int] = None) -> None:
        """One more loss; sets the rate of the next update."""
        if loss is FastFaceLR._NOTHING:
            return
        self.state = self.scheduler.step(self.state, None if loss is None else float(loss))
        self.last_epoch = self.state["iteration"]
        self._apply()

    def get_last_lr(self) -> List[float]:
        return self._last_lr

    @property
    def reason(self) -> str:
        """Why the latest decision was taken."""
        return self.scheduler.reason(self.state)

    def state_dict(self) -> Dict[str, Any]:
        return {"state": self.state, "shares": self._shares}

    def load_state_dict(self, state_dict: Dict[str, Any]) -> None:
        self.state = restore(self.scheduler, state_dict["state"])
        self._shares = list(state_dict["shares"])
        self.last_epoch = self.state["iteration"]
        self._apply()

    def _apply(self) -> None:
        rate = self.state["learningRate"]
        for group, share in zip(self.optimizer.param_groups, self._shares):
            group["lr"] = rate * share
        self._last_lr = [group["lr"] for group in self.optimizer.param_groups]
