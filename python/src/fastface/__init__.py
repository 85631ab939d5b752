"""Learning-rate scheduling from the training loss itself, as pure functions of plain states.

A scheduler is a pure state machine: ``init()`` gives the state before the first update, ``step(state, loss)`` the one
after one more loss. States are plain JSON and the same, to the last bit, as those of ``@fastface/core``.
"""

from .anneal import anneal, fastface_auto
from .compose import Stage, floor, from_schedule, groups, sequence, warmup
from .fastface import fastface
from .growing_haar import growing_haar
from .scheduler import Scheduler, learning_rates, restore

__all__ = [
    "Scheduler",
    "Stage",
    "anneal",
    "fastface",
    "fastface_auto",
    "floor",
    "from_schedule",
    "groups",
    "growing_haar",
    "learning_rates",
    "restore",
    "sequence",
    "warmup",
]
