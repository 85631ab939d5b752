"""Keras 3: a ``Callback`` that sets the learning rate from the loss of every batch."""

from __future__ import annotations

from typing import Any, Optional

import keras

from .scheduler import Scheduler


class FastFaceCallback(keras.callbacks.Callback):
    """Sets the optimizer's rate after every batch, also across several calls of ``fit``.

    Keras reports the mean loss of the epoch so far; the loss of the batch is had back from two of these, batches counting the
    same. ``state`` is plain JSON: keep it with the model, and set it, checked by ``restore``, to go on.

    >>> model.fit(x, y, callbacks=[FastFaceCallback(fastface_auto(learning_rate=0.1, total_steps=2_000))])    # doctest: +SKIP
    """

    def __init__(self, scheduler: Scheduler) -> None:
        super().__init__()
        self.scheduler = scheduler
        self.state = scheduler.init()
        self._mean = 0.0
        self._batches = 0

    def on_train_begin(self, logs: Any = None) -> None:
        self._apply()

    def on_epoch_begin(self, epoch: int, logs: Any = None) -> None:
        self._mean, self._batches = 0.0, 0

    def on_train_batch_end(self, batch: int, logs: Optional[Any] = None) -> None:
        if not logs or "loss" not in logs:
            return
        mean = float(logs["loss"])
        # With steps_per_execution several batches come together: each counts with their mean.
        batches = batch + 1
        fresh = max(batches - self._batches, 1)
        loss = (mean * batches - self._mean * self._batches) / fresh
        self._mean, self._batches = mean, batches
        for _ in range(fresh):
            self.state = self.scheduler.step(self.state, loss)
        self._apply()

    def _apply(self) -> None:
        rate = self.state["learningRate"]
        optimizer = self.model.optimizer
        if float(optimizer.learning_rate) == rate:
            return
        # With JAX the model's variables lag behind the training state, which must be fetched before one of them is set.
        sync = getattr(self.model, "jax_state_sync", None)
        if callable(sync):
            sync()
        optimizer.learning_rate = rate
