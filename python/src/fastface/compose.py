"""Schedulers made of schedulers: warm-up, floors, sequences, parameter groups."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Callable, Mapping, Optional, Sequence

from .checks import check, integer, not_negative
from .scheduler import Scheduler, State, decision_of


@dataclass(frozen=True)
class Stage:
    """One scheduler of a sequence and how many iterations it has; the last stage may leave ``steps`` out."""

    scheduler: Scheduler
    steps: Optional[int] = None


def from_schedule(schedule: Callable[[int], float], name: str = "schedule") -> Scheduler:
    """A schedule, a plain function of the iteration, lifted to a scheduler: iteration t runs at ``schedule(t)``.

    >>> from_schedule(lambda t: 0.1 / (1 + t)).init()["learningRate"]
    0.1
    """
    head = {"scheduler": name, "version": 2, "options": {}}

    def init() -> State:
        return {**head, "iteration": 0, "learningRate": schedule(0), "decision": "hold"}

    def step(state: State, _: float) -> State:
        iteration = state["iteration"] + 1
        rate = schedule(iteration)
        decision = decision_of(state["learningRate"], rate)
        return {**state, "iteration": iteration, "learningRate": rate, "decision": decision}

    return Scheduler(name, init, step, lambda state: f"scheduled for iteration {state['iteration']}")


def sequence(stages: Sequence[Stage]) -> Scheduler:
    """One scheduler after another: each starts from its own ``init()`` and sees only its own losses."""
    check(len(stages) > 0, "stages", len(stages), "at least one")
    last = len(stages) - 1
    ends = []
    end = 0.0
    for i, stage in enumerate(stages):
        if stage.steps is not None or i < last:
            integer("steps", stage.steps, 1)
        end += float("inf") if stage.steps is None else stage.steps
        ends.append(end)
    options = {"steps": [stage.steps for stage in stages]}

    def init() -> State:
        inner = stages[0].scheduler.init()
        return {
            "scheduler": "sequence",
            "version": 2,
            "options": options,
            "iteration": 0,
            "learningRate": inner["learningRate"],
            "decision": "hold",
            "stage": 0,
            "inner": inner,
        }

    def step(state: State, loss: float) -> State:
        iteration = state["iteration"] + 1
        over = iteration >= ends[state["stage"]] and state["stage"] < last
        stage = state["stage"] + int(over)
        scheduler = stages[stage].scheduler
        inner = scheduler.init() if over else scheduler.step(state["inner"], loss)
        rate = inner["learningRate"]
        decision = "skip" if inner["decision"] == "skip" else decision_of(state["learningRate"], rate)
        return {
            **state,
            "iteration": iteration,
            "learningRate": rate,
            "decision": decision,
            "stage": stage,
            "inner": inner,
        }

    def reason(state: State) -> str:
        scheduler = stages[state["stage"]].scheduler
        begins = state["inner"]["iteration"] == 0
        return f"{scheduler.name} begins" if begins else scheduler.reason(state["inner"])

    return Scheduler("sequence", init, step, reason, options)


def warmup(scheduler: Scheduler, *, steps: int, start: float = 0.0) -> Scheduler:
    """Linear warm-up: update t < steps runs at start + (base - start)·(t + 1)/steps.

    ``base`` is the scheduler's own first rate. The scheduler sees the losses after the warm-up only.

    >>> from fastface import fastface
    >>> warmup(fastface(learning_rate=0.1, total_steps=10_000), steps=100).init()["learningRate"]
    0.001
    """
    steps = integer("steps", steps, 0)
    start = not_negative("start", start)
    if steps == 0:
        return sequence([Stage(scheduler)])
    base = scheduler.init()["learningRate"]

    def line(t: int) -> float:
        return base if t + 1 >= steps else start + ((base - start) * (t + 1)) / steps

    return sequence([Stage(from_schedule(line, "warm-up"), steps), Stage(scheduler)])


def floor(scheduler: Scheduler, min_learning_rate: float) -> Scheduler:
    """Never below ``min_learning_rate``; the scheduler itself goes on as before."""
    least = not_negative("min_learning_rate", min_learning_rate)
    options = {"minLearningRate": least}

    def init() -> State:
        inner = scheduler.init()
        rate = max(inner["learningRate"], least)
        head = {"scheduler": "floor", "version": 2, "options": options}
        return {**head, "iteration": 0, "learningRate": rate, "decision": "hold", "inner": inner}

    def step(state: State, loss: float) -> State:
        inner = scheduler.step(state["inner"], loss)
        rate = max(inner["learningRate"], least)
        decision = "skip" if inner["decision"] == "skip" else decision_of(state["learningRate"], rate)
        iteration = state["iteration"] + 1
        return {**state, "iteration": iteration, "learningRate": rate, "decision": decision, "inner": inner}

    return Scheduler("floor", init, step, lambda state: scheduler.reason(state["inner"]), options)


def groups(scheduler: Scheduler, multipliers: Mapping[str, float]) -> Scheduler:
    """Parameter groups: one scheduler decides, every group follows at its own multiple of the scheduler's rate."""
    check(len(multipliers) > 0, "multipliers", "none", "at least one group")
    shares = {group: not_negative(f"multipliers.{group}", share) for group, share in multipliers.items()}
    options = {"multipliers": shares}

    def wrap(inner: State) -> State:
        rate = inner["learningRate"]
        return {
            "scheduler": "groups",
            "version": 2,
            "options": options,
            "iteration": inner["iteration"],
            "learningRate": rate,
            "decision": inner["decision"],
            "learningRates": {group: share * rate for group, share in shares.items()},
            "inner": inner,
        }

    return Scheduler(
        "groups",
        lambda: wrap(scheduler.init()),
        lambda state, loss: wrap(scheduler.step(state["inner"], loss)),
        lambda state: scheduler.reason(state["inner"]),
        options,
    )
