"""The plateau detector of the default: a Haar kernel that grows with the run."""

from __future__ import annotations

import math
from typing import Any, Dict, List, Optional

from .checks import check, integer, is_number, not_negative, positive
from .numbers import short
from .scheduler import Scheduler, State

_HEADROOM = 2.0**64
_MOST_BLOCKS = 64
_FEWEST = 32
_LOOK_EVERY = 8
_FIRST_LOOK = 0.25


def growing_haar(
    *,
    learning_rate: float = 0.02,
    total_steps: Optional[int] = None,
    noise_multiple: float = 0.4,
    confidence: float = 2.5,
    earliest: float = 0.1,
    factor: float = 0.5,
    max_reductions: int = 8,
    max_back_offs: int = 8,
) -> Scheduler:
    """A plateau: even at the upper end of what the losses allow, going on would bring less than the noise hides.

    With t losses since the start (or the latest change of the rate), m = t/3, A the mean of the middle third, B of the last, and σ the
    noise of one loss, from the differences of successive losses::

        reduce  when  (A - B + z·σ·√(2/m))·(T - t)/m <= κ·σ          z = confidence, κ = noise_multiple

    and, the rate being too high, where the loss rises::

        back-off  when  A - B + z·σ·√(2/m) < 0

    Without ``total_steps`` the run is taken to go on for as long again. ``growingHaar`` of ``@fastface/core``, to the last bit.

    >>> growing_haar(learning_rate=0.1, total_steps=1000).init()["learningRate"]
    0.1
    """
    check(is_number(factor) and 0 < factor < 1, "factor", factor, "0 < factor < 1")
    check(is_number(earliest) and 0 <= earliest < 1, "earliest", earliest, "0 <= earliest < 1")
    options: Dict[str, Any] = {
        "learningRate": positive("learning_rate", learning_rate),
        "totalSteps": None if total_steps is None else integer("total_steps", total_steps, 1),
        "noiseMultiple": positive("noise_multiple", noise_multiple),
        "confidence": not_negative("confidence", confidence),
        "earliest": float(earliest),
        "factor": float(factor),
        "maxReductions": integer("max_reductions", max_reductions, 0),
        "maxBackOffs": integer("max_back_offs", max_back_offs, 0),
    }
    total, multiple, sure = options["totalSteps"], options["noiseMultiple"], options["confidence"]
    if total is None:
        ratio = (3 * sure) / multiple
        first_losses = 6 * (ratio * ratio)
    else:
        first_losses = options["earliest"] * total

    def init() -> State:
        return {
            "scheduler": "growing-haar",
            "version": 1,
            "options": options,
            "iteration": 0,
            "learningRate": options["learningRate"],
            "decision": "hold",
            "trend": None,
            "threshold": None,
            "noise": None,
            "reductions": 0,
            "backOffs": 0,
            "skipped": 0,
            "firstLoss": None,
            "lastChange": 0.0,
            **_empty(),
        }

    def step(state: State, loss: float) -> State:
        state = {**state, "iteration": state["iteration"] + 1, "decision": "hold"}
        first = state["firstLoss"]
        change = loss - (0.0 if first is None else first)
        if not math.isfinite(change * change * _HEADROOM):
            return {**state, "decision": "skip", "skipped": state["skipped"] + 1}
        if first is None:
            # A loss of -0 would not survive JSON.
            state["firstLoss"] = loss + 0.0
        else:
            difference = change - state["lastChange"]
            state["blockSum"] = state["blockSum"] + change + 0.0
            state["blockSquares"] = state["blockSquares"] + difference * difference
            state["lastChange"] = change + 0.0
        state["blockSize"] += 1
        if state["blockSize"] == state["blockSteps"]:
            _end_block(state)
            judge(state)
        return state

    def judge(state: State) -> None:
        sums, squares, size = state["sums"], state["squares"], state["blockSteps"]
        length = len(sums)
        if length < _FEWEST:
            return
        blocks = length // 3
        newer = _trimmed_mean(sums[length - blocks :])
        older = _trimmed_mean(sums[length - 2 * blocks : length - blocks])
        square = _trimmed_mean(squares[length - 2 * blocks :])
        fall, third, noise = (older - newer) / size, blocks * size, math.sqrt(square / size / 2)
        error = noise * math.sqrt(2 / third)
        left = 3 * third if total is None else max(1, total - state["iteration"])
        state["noise"] = noise
        state["trend"] = fall / third + 0.0
        state["threshold"] = (multiple * noise) / left - (sure * error) / third + 0.0
        may = length * size >= first_losses and state["reductions"] < options["maxReductions"]
        look = length * size >= _FIRST_LOOK * first_losses and length % _LOOK_EVERY == 0
        rises = fall < -sure * error and state["backOffs"] < options["maxBackOffs"]
        if rises and look:
            state["backOffs"] += 1
            state["decision"] = "back-off"
        elif may and not rises and state["trend"] <= state["threshold"]:
            state["reductions"] += 1
            state["decision"] = "reduce"
        else:
            return
        state["learningRate"] = state["learningRate"] * options["factor"]
        state.update(_empty())

    def reason(state: State) -> str:
        if state["decision"] == "skip":
            return "the loss cannot be used; everything left as it was"
        if state["trend"] is None:
            return "too few losses to say anything"
        trend, threshold, noise = (short(state[key]) for key in ("trend", "threshold", "noise"))
        moves = f"rising by {trend.removeprefix('-')}" if state["trend"] < 0 else f"falling by {trend}"
        seen = f"{moves} an iteration, plateau at or below {threshold}, noise {noise}"
        if state["decision"] == "back-off":
            return f"the rate is too high: the loss rises ({seen})"
        if state["decision"] != "reduce":
            return seen
        end = "as many iterations again" if total is None else "the rest of the run"
        return f"the loss has stopped falling: {end} would bring less than the noise hides ({seen})"

    return Scheduler("growing-haar", init, step, reason, options)


def _empty() -> State:
    return {"blockSteps": 1, "blockSize": 0, "blockSum": 0.0, "blockSquares": 0.0, "sums": [], "squares": []}


def _end_block(state: State) -> None:
    """Puts the block under way with the others; of 64 each two become one."""
    sums, squares = [*state["sums"], state["blockSum"] + 0.0], [*state["squares"], state["blockSquares"]]
    if len(sums) == _MOST_BLOCKS:
        sums, squares = _in_pairs(sums), _in_pairs(squares)
        state["blockSteps"] *= 2
    state.update({"blockSize": 0, "blockSum": 0.0, "blockSquares": 0.0, "sums": sums, "squares": squares})


def _in_pairs(values: List[float]) -> List[float]:
    return [values[2 * i] + values[2 * i + 1] for i in range(len(values) // 2)]


def _trimmed_mean(values: List[float]) -> float:
    """The mean without the lowest and the highest eighth."""
    left = len(values) // 8
    total = 0.0
    for value in sorted(values)[left : len(values) - left]:
        total += value
    return total / (len(values) - 2 * left)
