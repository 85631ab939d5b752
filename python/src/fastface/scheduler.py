"""The contract that all schedulers keep."""

from __future__ import annotations

import math
from typing import Any, Callable, Dict, Iterable, List, Optional

State = Dict[str, Any]

#: ``back-off``: reduced because the loss rises; ``restart``: raised; ``skip``: the loss could not be used; ``finish``: the
#: run can end.
DECISIONS = ("hold", "reduce", "back-off", "restart", "skip", "finish")


class Scheduler:
    """A learning-rate scheduler as a pure state machine.

    ``init()`` is the state before the first update; ``step(state, loss)`` the state after one more loss, a new dict. The
    state's ``learningRate`` is for the NEXT update; its ``decision`` is one of ``DECISIONS``. A loss that is ``None`` or not
    finite is an update that was skipped: it leaves the filters as they were. ``step`` never throws.

    >>> from fastface import fastface
    >>> scheduler = fastface(learning_rate=0.1, patience=1, alpha=1, beta=1)
    >>> state = scheduler.init()
    >>> for loss in [2, 1, 1, 1, 1]:
    ...     state = scheduler.step(state, loss)
    >>> state["learningRate"], state["decision"]
    (0.05, 'hold')
    """

    def __init__(
        self,
        name: str,
        init: Callable[[], State],
        step: Callable[[State, Optional[float]], State],
        reason: Optional[Callable[[State], str]] = None,
        options: Optional[Dict[str, Any]] = None,
    ) -> None:
        self.name = name
        self.options = {} if options is None else options
        self.init = init
        self._step = step
        self._reason = reason

    def step(self, state: State, loss: Optional[float]) -> State:
        """The state after one more loss."""
        return self._step(state, math.nan if loss is None else float(loss))

    def reason(self, state: State) -> str:
        """Why ``state["decision"]`` was taken, in one line."""
        return self._reason(state) if self._reason else str(state["decision"])


def decision_of(before: float, after: float) -> str:
    """The word for what happened to the rate."""
    if after < before:
        return "reduce"
    return "restart" if after > before else "hold"


def learning_rates(scheduler: Scheduler, losses: Iterable[Optional[float]]) -> List[float]:
    """The rate after every loss: element t is the rate of update t + 1.

    >>> from fastface import fastface
    >>> learning_rates(fastface(learning_rate=1, patience=1, alpha=1, beta=1), [2, 1, 1, 1, 1])
    [1.0, 1.0, 1.0, 0.5, 0.5]
    """
    state = scheduler.init()
    rates = []
    for loss in losses:
        state = scheduler.step(state, loss)
        rates.append(state["learningRate"])
    return rates


def restore(scheduler: Scheduler, value: Any) -> State:
    """A state that came from JSON, checked to be one of this scheduler's: same scheduler, version, options and fields.

    It may come from ``@fastface/core``, and goes on bit for bit. Raises ``ValueError`` naming the field that does not fit.
    """
    _check_like("state", scheduler.init(), value)
    return _copy(value)


_CHANGES = {"scheduler", "version", "options"}


def _check_like(path: str, like: Any, value: Any) -> None:
    if isinstance(like, dict):
        if not isinstance(value, dict):
            raise ValueError(f"invalid {path}: {value!r} (expected an object)")
        for key in sorted(set(like) ^ set(value)):
            expected = "a value" if key in like else "no such field"
            raise ValueError(f"invalid {path}.{key}: {value.get(key)!r} (expected {expected})")
        for key, entry in like.items():
            if key in _CHANGES:
                if value[key] != entry:
                    raise ValueError(f"invalid {path}.{key}: {value[key]!r} (expected {entry!r})")
            # The state of a stage is that of whichever scheduler it is the turn of.
            elif key == "inner" and like.get("scheduler") == "sequence":
                if not isinstance(value[key], dict):
                    raise ValueError(f"invalid {path}.inner: {value[key]!r} (expected an object)")
            elif key == "descent":
                if value[key] is not None:
                    _check_like(f"{path}.{key}", {"from": 0, "to": 0, "cause": ""}, value[key])
            else:
                _check_like(f"{path}.{key}", entry, value[key])
    elif isinstance(like, str):
        if not isinstance(value, str):
            raise ValueError(f"invalid {path}: {value!r} (expected a word)")
    elif isinstance(like, list):
        if not isinstance(value, list) or not all(_is_number(entry) for entry in value):
            raise ValueError(f"invalid {path}: {value!r} (expected finite numbers)")
    elif like is None:
        if value is not None and not _is_number(value):
            raise ValueError(f"invalid {path}: {value!r} (expected a finite number or null)")
    elif isinstance(like, (int, float)) and not isinstance(like, bool):
        if not _is_number(value):
            raise ValueError(f"invalid {path}: {value!r} (expected a finite number)")


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)


def _copy(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _copy(entry) for key, entry in value.items()}
    return list(value) if isinstance(value, list) else value
