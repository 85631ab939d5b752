"""FastFace in cascade form."""

from __future__ import annotations

import math
from typing import Any, Dict, Optional

from .checks import check, integer, is_number, not_negative, positive, weight
from .numbers import short
from .scheduler import Scheduler, State


def fastface(
    *,
    learning_rate: float = 0.02,
    total_steps: Optional[int] = None,
    alpha: float = 0.001,
    beta: float = 0.001,
    threshold: float = 5e-5,
    patience_fraction: Optional[float] = None,
    patience: Optional[int] = None,
    factor: float = 0.5,
    max_reductions: int = 8,
    min_learning_rate: float = 0.0,
    cooldown: int = 0,
) -> Scheduler:
    """Reduces the learning rate when the smoothed training loss stops falling, at O(1) an iteration.

    With loss L_t, E_0 = L_0 and S undefined at t = 0::

        h_t = alpha·(E_{t-1} - L_t)            decrease of the smoothed loss
        E_t = E_{t-1} - h_t                    EMA of the loss, kept relative to L_0
        S_1 = h_1,  S_t = S_{t-1} + beta·(h_t - S_{t-1})     the trend

    An iteration is stationary when S_t < threshold; on the (patience + 1)-th in a row the rate becomes
    max(factor·rate, min_learning_rate), at most ``max_reductions`` times. ``patience`` is in iterations, or
    floor(patience_fraction·total_steps), 0.05 of the run by default; one of ``total_steps`` and ``patience`` is needed.

    ``fastface`` of ``@fastface/core`` with ``haarWidth`` 1, to the last bit. The published numbers suit a loss that falls
    from 45 to 3 over 165,000 to 500,000 iterations, or yours.

    Raises ``ValueError`` naming the option, its value and its range. See arXiv 2404.11118.

    >>> scheduler = fastface(learning_rate=0.1, total_steps=100, alpha=0.1, beta=0.1, threshold=0.001)
    >>> scheduler.init()["learningRate"]
    0.1
    """
    rate = positive("learning_rate", learning_rate)
    floor = not_negative("min_learning_rate", min_learning_rate)
    check(floor <= rate, "min_learning_rate", floor, f"at most {rate}, the learning_rate")
    check(is_number(threshold), "threshold", threshold, "a finite number")
    check(is_number(factor) and 0 < factor < 1, "factor", factor, "0 < factor < 1")
    options: Dict[str, Any] = {
        "learningRate": rate,
        "alpha": weight("alpha", alpha),
        "beta": weight("beta", beta),
        "threshold": float(threshold),
        "patience": resolve_patience(patience, patience_fraction, total_steps, 0.05),
        "factor": float(factor),
        "maxReductions": integer("max_reductions", max_reductions, 0),
        "minLearningRate": floor,
        "haarWidth": 1,
        "cooldown": integer("cooldown", cooldown, 0),
    }

    def init() -> State:
        return {
            "scheduler": "fastface",
            "version": 2,
            "options": options,
            "iteration": 0,
            "learningRate": rate,
            "decision": "hold",
            "trend": None,
            "stationarySteps": 0,
            "reductions": 0,
            "cooldownLeft": 0,
            "skipped": 0,
            "firstLoss": None,
            "smoothedChange": 0.0,
        }

    def step(state: State, loss: float) -> State:
        first, trend, smoothed = state["firstLoss"], state["trend"], state["smoothedChange"]
        decrease = options["alpha"] * (smoothed - (loss - (loss if first is None else first)))
        following = decrease if trend is None else trend + options["beta"] * (decrease - trend)
        state = {**state, "iteration": state["iteration"] + 1, "decision": "hold"}
        if not math.isfinite(following):
            return {**state, "decision": "skip", "skipped": state["skipped"] + 1}
        if first is None:
            # A loss of -0 would not survive JSON.
            return {**state, "firstLoss": loss + 0.0}
        state["smoothedChange"] = smoothed - decrease
        state["trend"] = following + 0.0
        observe(options, state, following < options["threshold"])
        return state

    return Scheduler("fastface", init, step, lambda state: _reason(options, state), options)


def resolve_patience(
    patience: Optional[int], fraction: Optional[float], total_steps: Optional[int], default: float
) -> int:
    """Patience in iterations, given itself or as floor(fraction·total_steps)."""
    if total_steps is not None:
        integer("total_steps", total_steps, 1)
    if patience is not None:
        check(fraction is None, "patience_fraction", fraction, "nothing beside patience")
        return integer("patience", patience, 0)
    tau = default if fraction is None else fraction
    check(is_number(tau) and 0 <= tau <= 1, "patience_fraction", tau, "0 <= patience_fraction <= 1")
    check(total_steps is not None, "total_steps", total_steps, "the iterations planned, or give patience")
    assert total_steps is not None
    return math.floor(tau * total_steps)


def observe(options: Dict[str, Any], state: State, stationary: bool) -> None:
    """The patience rule, on a state that is being made: the (patience + 1)-th stationary iteration in a row reduces."""
    if state["cooldownLeft"] > 0:
        state["cooldownLeft"] -= 1
        state["stationarySteps"] = 0
    elif not stationary:
        state["stationarySteps"] = 0
    elif state["stationarySteps"] < options["patience"]:
        state["stationarySteps"] += 1
    else:
        state["stationarySteps"] = 0
        reduced = max(state["learningRate"] * options["factor"], options["minLearningRate"])
        if state["reductions"] < options["maxReductions"] and reduced < state["learningRate"]:
            state["learningRate"] = reduced
            state["reductions"] += 1
            state["cooldownLeft"] = options["cooldown"]
            state["decision"] = "reduce"


def _reason(options: Dict[str, Any], state: State) -> str:
    trend, threshold, patience = state["trend"], options["threshold"], options["patience"]
    if state["decision"] == "reduce":
        return f"trend {short(trend)} is below {short(threshold)}, as in the {patience} iterations before"
    if state["decision"] == "skip":
        return "the loss is not a finite number; filters left as they were"
    if trend is None:
        return "no trend yet"
    if trend < threshold:
        return f"stationary for {state['stationarySteps']} of {patience} iterations"
    return f"trend {short(trend)} is not below {short(threshold)}"
