"""Loss sequences from a seed, in arithmetic that gives the same doubles in every language (losses.ts is the twin)."""


def uniforms(seed):
    """xorshift32, each value divided by 2^32."""
    x = seed & 0xFFFFFFFF
    while True:
        x ^= (x << 13) & 0xFFFFFFFF
        x ^= x >> 17
        x ^= (x << 5) & 0xFFFFFFFF
        yield x / 4294967296


def losses(kind, seed, length):
    random = uniforms(seed)
    for _ in range(20):
        next(random)
    quarter = length // 4
    result = []
    for t in range(length):
        noise = next(random) - 0.5
        rare = next(random)
        # Four quarters, each a fall to half the level of the one before, then flat.
        level = 4 / (1 << (t // quarter))
        steps = level + level * 5 / (5 + t % quarter) + 0.2 * level * noise
        flat = 1 + 0.1 * noise
        result.append(
            {
                "steps": lambda: steps,
                "flat": lambda: flat,
                "falling": lambda: 5 - 4 * t / length + 0.5 * noise,
                "rising": lambda: 1 + t / length + 0.2 * noise,
                "negative": lambda: steps - 5,
                "spiky": lambda: steps + (10 if rare < 0.02 else 0),
                "nan": lambda: float("nan") if rare < 0.01 else steps,
                "nanFirst": lambda: float("nan") if t == 0 else steps,
                "infinite": lambda: float("inf") if rare < 0.01 else steps,
                "minusInfinite": lambda: float("-inf") if t == quarter else steps,
                "constant": lambda: 1.25,
                "zero": lambda: 0.0,
                "offset": lambda: 1000000 + flat,
                "huge": lambda: steps * 1e200,
                "integers": lambda: float(int(4 * rare)),
            }[kind]()
        )
    return result
