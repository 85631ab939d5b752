"""Makes nnls.json beside this file with scipy.optimize.nnls.

    pip install numpy scipy
    python make.py

Each case has a matrix A (row after row), b, and scipy's x with the norm of the residual |A·x - b|. The last ones are what
a loss model is made of: decaying exponentials at rates so close that A's condition number is 1e8 and more.
"""

import json
from pathlib import Path

import numpy
import scipy
from scipy.optimize import nnls

HERE = Path(__file__).parent
random = numpy.random.default_rng(20240417)


def case(name, a, b):
    x, residual = nnls(a, b, maxiter=100_000)
    condition = float(numpy.linalg.cond(a))
    return {
        "name": name,
        "condition": float(f"{condition:.3g}"),
        "a": [[float(f"{value:.12g}") for value in row] for row in a.tolist()],
        "b": [float(f"{value:.12g}") for value in b.tolist()],
        "x": x.tolist(),
        "residual": float(residual),
    }


def rounded(values):
    """So that scipy solves the very numbers that are written."""
    return numpy.vectorize(lambda value: float(f"{value:.12g}"))(values)


cases = []


def add(name, a, b):
    cases.append(case(name, rounded(a), rounded(b)))


add("one column", numpy.array([[1.0], [2.0]]), numpy.array([3.0, 1.0]))
add("nothing fits", -numpy.eye(3), numpy.array([1.0, 2.0, 3.0]))
add("b is 0", random.normal(size=(4, 3)), numpy.zeros(4))
for columns in (2, 3, 5, 8, 13, 20):
    add(f"normal, {columns} columns", random.normal(size=(2 * columns, columns)), random.normal(size=2 * columns))
for columns in (5, 12):
    add(f"square, {columns} columns", random.normal(size=(columns, columns)), random.normal(size=columns))
add("correlated columns", random.normal(size=(30, 4)) @ random.normal(size=(4, 10)) + 0.1 * random.normal(size=(30, 10)),
    random.normal(size=30))
time = numpy.linspace(0, 1, 40)
for modes in (6, 10, 14):
    rates = numpy.geomspace(0.3, 100, modes)
    a = numpy.exp(-numpy.outer(time, rates))
    truth = 1.5 / (1 + 5 * time) ** 0.5
    add(f"exponentials, {modes} modes", a, truth + 0.003 * random.normal(size=len(time)))

text = ",\n    ".join(json.dumps(one) for one in cases)
original = json.dumps(f"scipy {scipy.__version__}")
(HERE / "nnls.json").write_text("{\n  \"original\": %s,\n  \"cases\": [\n    %s\n  ]\n}\n" % (original, text))
