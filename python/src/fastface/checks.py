"""Checks of options: each names the option, its value and what it may be."""

from __future__ import annotations

import math
from typing import Any


def check(valid: bool, option: str, value: Any, expected: str) -> None:
    if not valid:
        raise ValueError(f"invalid {option}: {value!r} (expected {expected})")


def is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)


def positive(option: str, value: Any) -> float:
    check(is_number(value) and value > 0, option, value, f"a finite number, {option} > 0")
    return float(value)


def not_negative(option: str, value: Any) -> float:
    check(is_number(value) and value >= 0, option, value, f"a finite number, {option} >= 0")
    return float(value)


def weight(option: str, value: Any) -> float:
    check(is_number(value) and 0 < value <= 1, option, value, f"0 < {option} <= 1")
    return float(value)


def integer(option: str, value: Any, least: int) -> int:
    whole = is_number(value) and float(value).is_integer() and abs(value) <= 2**53 - 1
    check(whole and value >= least, option, value, f"an integer, {option} >= {least}")
    return int(value)
