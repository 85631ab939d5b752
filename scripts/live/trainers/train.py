"""A trainer whose rate FastFace decides: ``train.py TASK``, with TASK as JSON.

``log`` and ``steps`` say where to write a line an update, and how many; ``via`` and ``where`` how the rate comes (file and its path, http
and an address, pipe and a command, package); ``torch`` whether PyTorch trains; ``pause`` how long an update takes at least, in seconds.
The last line on standard output is the rate after the last update, ``{"learningRate": …, "heard": …}``.
"""

import json
import sys
import time

from networks import Line, Network
from rates import FromFile, FromPackage, OverHttp, OverPipe


def main(task):
    rate, steps = task["learningRate"], task["steps"]
    network = Network(rate) if task["torch"] else Line()
    source = rates_of(task, network)
    rate = source.rate
    with open(task["log"], "w", encoding="utf-8") as log:
        for step in range(1, steps + 1):
            began = time.monotonic()
            loss = network.update(rate)
            # Python writes a double with as many digits as it takes to read the same one again.
            log.write(json.dumps({"step": step, "loss": loss, "lr": rate, "heard": source.heard}) + "\n")
            log.flush()
            time.sleep(max(0.0, task["pause"] - (time.monotonic() - began)))
            rate = source(loss)
    print(json.dumps({"learningRate": rate, "heard": source.heard}))


def rates_of(task, network):
    rate, where = task["learningRate"], task.get("where")
    if task["via"] == "file":
        return FromFile(where, rate)
    if task["via"] == "http":
        return OverHttp(where, rate)
    if task["via"] == "pipe":
        return OverPipe(where, rate)
    from fastface import fastface_auto

    return FromPackage(fastface_auto(learning_rate=rate, total_steps=task["steps"]), network.optimizer)


main(json.loads(sys.argv[1]))
