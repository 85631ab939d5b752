"""The answer to a plateau: hold the rate, then go straight to zero. And the default, which is made of it."""

from __future__ import annotations

import math
from typing import Any, Optional

from .checks import check, integer, is_number, positive
from .growing_haar import growing_haar
from .numbers import short
from .scheduler import Scheduler, State


def anneal(
    scheduler: Scheduler,
    *,
    total_steps: Optional[int] = None,
    max_steps: Optional[int] = None,
    last_share: Optional[float] = None,
    power: float = 1.0,
) -> Scheduler:
    """Holds the rate until the scheduler inside first decides ``reduce``, then goes to zero and ends the run.

    ``η_t = η_s·((N - t)/(N - s))^power`` from the last update s before the plateau, at the latest (1 - last_share)·total_steps, to
    N = total_steps. Without ``total_steps`` the way down takes last_share/(1 - last_share) times the updates before it,
    and ends at ``max_steps`` at the latest. From N on the decision is ``finish``: the run can end. ``anneal`` of ``@fastface/core``.

    >>> from fastface import from_schedule
    >>> scheduler = anneal(from_schedule(lambda t: 0.1 if t < 60 else 0.01), total_steps=100)
    >>> state = scheduler.init()
    >>> for _ in range(80):
    ...     state = scheduler.step(state, 1.0)
    >>> round(state["learningRate"], 3)
    0.049
    """
    return _anneal("anneal", scheduler, total_steps, max_steps, last_share, power)


def fastface_auto(
    *,
    learning_rate: float = 0.02,
    total_steps: Optional[int] = None,
    max_steps: Optional[int] = None,
    last_share: Optional[float] = None,
    power: float = 1.0,
    **detecting: Any,
) -> Scheduler:
    """The default: holds the base rate while the loss falls, then goes straight to zero. Nothing to tune.

    ``anneal(growing_haar(...))``; ``noise_multiple``, ``confidence``, ``earliest`` and ``max_back_offs`` go to ``growing_haar``.

    >>> fastface_auto(learning_rate=0.1, total_steps=1000).init()["learningRate"]
    0.1
    """
    for option in detecting:
        check(option in ("noise_multiple", "confidence", "earliest", "max_back_offs"), "option", option, "one of fastface_auto")
    detector = growing_haar(learning_rate=learning_rate, total_steps=total_steps, max_reductions=1, **detecting)
    return _anneal("fastface-auto", detector, total_steps, max_steps, last_share, power)


def _anneal(
    name: str,
    scheduler: Scheduler,
    total_steps: Optional[int],
    max_steps: Optional[int],
    last_share: Optional[float],
    power: float,
) -> Scheduler:
    total = None if total_steps is None else integer("total_steps", total_steps, 1)
    most = None if max_steps is None else integer("max_steps", max_steps, 1)
    if total is not None:
        check(most is None, "max_steps", most, "none beside total_steps")
    share = (0.2 if total is None else 0.1) if last_share is None else last_share
    check(is_number(share) and 0 < share < 1, "last_share", share, "0 < last_share < 1")
    power = positive("power", power)
    options = {"totalSteps": total, "maxSteps": most, "lastShare": share, "power": power}
    # JavaScript's Math.round: halves go up.
    latest = total if total is not None else math.inf if most is None else most
    most_held = latest if latest == math.inf else max(1, latest - math.floor(share * latest + 0.5))

    def end_of(start: int) -> int:
        if total is not None:
            return total
        return min(latest, start + max(1, math.ceil((share / (1 - share)) * start)))

    def rate_at(t: int, descent: State, held: float) -> float:
        if t >= descent["to"]:
            return 0.0
        left = (descent["to"] - t) / (descent["to"] - descent["from"])
        return held * (left if power == 1 else left**power)

    def make(iteration: int, rate: float, decision: str, descent: Optional[State], inner: State) -> State:
        return {
            "scheduler": name,
            "version": 1,
            "options": options,
            "iteration": iteration,
            "learningRate": rate,
            "decision": decision,
            "descent": descent,
            "inner": inner,
        }

    def below(before: float, iteration: int, descent: State, inner: State) -> State:
        rate = rate_at(iteration, descent, inner["learningRate"])
        moves = "reduce" if rate < before else "hold"
        return make(iteration, rate, "finish" if iteration >= descent["to"] else moves, descent, inner)

    def init() -> State:
        inner = scheduler.init()
        return make(0, inner["learningRate"], "hold", None, inner)

    def step(state: State, loss: float) -> State:
        iteration, inner, descent = state["iteration"], state["inner"], state["descent"]
        if descent is not None:
            return below(state["learningRate"], iteration + 1, descent, inner)
        following = scheduler.step(inner, loss)
        plateau = following["decision"] == "reduce"
        if not plateau and iteration + 1 < most_held:
            return make(iteration + 1, following["learningRate"], following["decision"], None, following)
        cause = "plateau" if plateau else "last share"
        way = {"from": iteration, "to": end_of(iteration + 1), "cause": cause}
        return below(state["learningRate"], iteration + 1, way, inner)

    def reason(state: State) -> str:
        descent, iteration = state["descent"], state["iteration"]
        if descent is None:
            return scheduler.reason(state["inner"])
        if state["decision"] == "finish":
            return f"finished: the rate is 0 from update {descent['to']} on"
        held, left = short(state["inner"]["learningRate"]), descent["to"] - iteration
        if iteration > descent["from"] + 1:
            return f"{held} to {short(state['learningRate'])}, {left} updates from zero"
        way = "straight to zero" if power == 1 else f"to zero as the power {short(power)} of the updates left"
        plateau = descent["cause"] == "plateau"
        why = "the loss has stopped falling" if plateau else f"the last {left} updates begin"
        return f"{why}: from {held} {way} over {left} updates"

    return Scheduler(name, init, step, reason, options)
