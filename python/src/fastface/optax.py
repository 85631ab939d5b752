"""optax: a gradient transformation that scales updates as a scheduler of this package decides."""

from __future__ import annotations

from typing import Any, List, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
import optax

from .scheduler import DECISIONS, Scheduler, State

_CONSTANT = ("scheduler", "version", "options")


class FastFaceState(NamedTuple):
    """The scheduler's state as the bits of its doubles, which JAX without 64-bit numbers keeps as they are."""

    bits: jax.Array


def scale_by_fastface(scheduler: Scheduler) -> optax.GradientTransformationExtraArgs:
    """Scales updates by the scheduler's rate as a share of its first rate. It comes last in a chain, as optax's
    ``reduce_on_plateau``, and ``update`` needs the loss as ``value``:

    >>> optimizer = optax.chain(optax.sgd(0.1), scale_by_fastface(scheduler))        # doctest: +SKIP
    >>> updates, state = optimizer.update(grads, state, params, value=loss)          # doctest: +SKIP

    The loss of an update decides on the next one. Works within ``jax.jit``, where the scheduler itself runs on the host, in
    double precision. ``scheduler_state`` gives its state as JSON.
    """
    initial = scheduler.init()
    base = initial["learningRate"]
    size = 2 * len(_numbers(initial))

    def advance(bits: np.ndarray, value: np.ndarray) -> np.ndarray:
        return _pack(scheduler.step(_unpack(initial, bits), float(value)))

    def scale_of(bits: np.ndarray) -> np.ndarray:
        return np.float32(_unpack(initial, bits)["learningRate"] / base)

    def init(params: Any) -> FastFaceState:
        del params
        return FastFaceState(jnp.asarray(_pack(initial)))

    def update(updates: Any, state: FastFaceState, params: Any = None, *, value: Any, **extra: Any) -> Any:
        del params, extra
        scale = jax.pure_callback(scale_of, jax.ShapeDtypeStruct((), jnp.float32), state.bits)
        updates = jax.tree_util.tree_map(lambda u: u * scale.astype(u.dtype), updates)
        bits = jax.pure_callback(advance, jax.ShapeDtypeStruct((size,), jnp.uint32), state.bits, value)
        return updates, FastFaceState(bits)

    return optax.GradientTransformationExtraArgs(init, update)


def scheduler_state(scheduler: Scheduler, state: FastFaceState) -> State:
    """The scheduler's own state, plain JSON."""
    return _unpack(scheduler.init(), np.asarray(state.bits))


def _numbers(state: State) -> List[float]:
    found: List[float] = []
    for key, value in state.items():
        if key in _CONSTANT:
            continue
        if key == "decision":
            found.append(DECISIONS.index(value))
        elif isinstance(value, (int, float)) or value is None:
            found.append(np.nan if value is None else value)
        elif isinstance(value, dict) and key == "inner" and state["scheduler"] != "sequence":
            found.extend(_numbers(value))
        else:
            raise ValueError(f"invalid scheduler: {state['scheduler']} (expected one whose state has a fixed size)")
    return found


def _pack(state: State) -> np.ndarray:
    return np.asarray(_numbers(state), dtype=np.float64).view(np.uint32)


def _unpack(like: State, bits: np.ndarray) -> State:
    numbers = iter(np.ascontiguousarray(np.asarray(bits, dtype=np.uint32)).view(np.float64).tolist())

    def fill(part: State) -> State:
        filled: State = {}
        for key, value in part.items():
            if key in _CONSTANT:
                filled[key] = value
            elif isinstance(value, dict):
                filled[key] = fill(value)
            else:
                number = next(numbers)
                if key == "decision":
                    filled[key] = DECISIONS[int(number)]
                elif np.isnan(number):
                    filled[key] = None
                else:
                    filled[key] = int(number) if isinstance(value, int) else number
        return filled

    return fill(like)
