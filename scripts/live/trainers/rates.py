"""Ways in which a trainer gets its rate from FastFace. Each is asked with the loss of an update, and answers with the rate of the next."""

import json
import os
import subprocess
import urllib.request


class FromFile:
    """The file of ``fastface watch --write-rate``. It is read as it is: the loss gets there through the log."""

    def __init__(self, path, rate):
        self.path, self.rate, self.heard = path, rate, 0

    def __call__(self, loss):
        if os.path.exists(self.path):
            with open(self.path, encoding="utf-8") as file:
                told = json.load(file)
            self.rate, self.heard = told["learningRate"], told["step"]
        return self.rate


class OverHttp:
    """``fastface watch --serve``: the loss is posted, and the rate is in the answer, as ``GET /rate`` has it afterwards."""

    def __init__(self, address, rate):
        self.address, self.rate, self.heard = address, rate, 0

    def ask(self, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        with urllib.request.urlopen(urllib.request.Request(self.address + path, data)) as response:
            return json.load(response)

    def __call__(self, loss):
        told = self.ask("/loss", {"loss": loss})
        if told != self.ask("/rate"):
            raise RuntimeError("GET /rate says something else than the answer to POST /loss")
        self.rate, self.heard = told["learningRate"], told["iteration"]
        return self.rate


class OverPipe:
    """``fastface step``, a process of which standard input takes losses and standard output gives rates."""

    def __init__(self, command, rate):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1)
        self.rate, self.heard = json.loads(self.process.stdout.readline())["learningRate"], 0

    def __call__(self, loss):
        self.process.stdin.write(f"{loss!r}\n")
        told = json.loads(self.process.stdout.readline())
        self.rate, self.heard = told["learningRate"], told["iteration"]
        return self.rate


class FromPackage:
    """The Python package: its PyTorch ``LRScheduler`` where there is an optimizer of PyTorch, else the scheduler itself."""

    def __init__(self, scheduler, optimizer):
        self.scheduler, self.state, self.adapter = scheduler, scheduler.init(), None
        if optimizer is not None:
            from fastface.torch import FastFaceLR

            self.adapter = FastFaceLR(optimizer, scheduler)
        self.rate, self.heard = self.state["learningRate"], 0

    def __call__(self, loss):
        if self.adapter is not None:
            self.adapter.step(loss)
            self.state = self.adapter.state
        else:
            self.state = self.scheduler.step(self.state, loss)
        self.heard = self.state["iteration"]
        # The optimizer's own rate, where the adapter has set it.
        self.rate = self.state["learningRate"] if self.adapter is None else self.adapter.get_last_lr()[0]
        return self.rate
