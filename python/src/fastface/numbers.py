"""Numbers as JavaScript writes them, so that reasons read the same in both languages."""

from __future__ import annotations

import re
from typing import Optional


def short(value: Optional[float]) -> str:
    """Four significant digits, plain where that is short.

    >>> short(0.00012345), short(123456.0), short(0.25), short(None)
    ('1.234e-4', '123500', '0.25', 'none')
    """
    if value is None:
        return "none"
    rounded = float(f"{value:.4g}")
    if rounded == 0:
        return "0"
    if 1e-3 <= abs(rounded) < 1e21:
        return str(int(rounded)) if rounded.is_integer() else repr(rounded)
    mantissa, exponent = f"{rounded:.3e}".split("e")
    mantissa = re.sub(r"\.?0+$", "", mantissa)
    return f"{mantissa}e{'+' if int(exponent) > 0 else ''}{int(exponent)}"
