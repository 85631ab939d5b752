"""What is trained: a small network of PyTorch, or a line in pure Python where there is none. Each updates at a rate and gives its loss."""

import math
import random


class Line:
    """Three weights by stochastic gradient descent on noisy data, eight examples an update."""

    optimizer = None

    def __init__(self):
        self.random = random.Random(7)
        self.weights = [0.0, 0.0, 0.0]

    def update(self, rate):
        gradient, loss = [0.0, 0.0, 0.0], 0.0
        for _ in range(8):
            x = [self.random.gauss(0, scale) for scale in (1.5, 0.5, 0.2)]
            wanted = x[0] - 2 * x[1] + 3 * x[2] + self.random.gauss(0, 0.5)
            error = sum(w * value for w, value in zip(self.weights, x)) - wanted
            loss += error * error / 8
            for i, value in enumerate(x):
                gradient[i] += error * value / 4
        self.weights = [w - rate * g for w, g in zip(self.weights, gradient)]
        return loss


class Network:
    """A classifier of PyTorch with two hidden layers on clusters that overlap, 64 examples an update, SGD with momentum."""

    def __init__(self, rate):
        import torch

        torch.manual_seed(7)
        torch.set_num_threads(1)
        self.torch = torch
        self.centres = torch.randn(20, 32)
        layers = [torch.nn.Linear(32, 128), torch.nn.ReLU(), torch.nn.Linear(128, 128), torch.nn.ReLU(), torch.nn.Linear(128, 20)]
        self.model = torch.nn.Sequential(*layers)
        self.optimizer = torch.optim.SGD(self.model.parameters(), lr=rate, momentum=0.9)

    def update(self, rate):
        torch = self.torch
        for group in self.optimizer.param_groups:
            group["lr"] = rate
        labels = torch.randint(0, 20, (64,))
        scores = self.model(self.centres[labels] + 1.5 * torch.randn(64, 32))
        loss = torch.nn.functional.cross_entropy(scores, labels)
        self.optimizer.zero_grad()
        loss.backward()
        self.optimizer.step()
        value = loss.item()
        if not math.isfinite(value):
            raise RuntimeError("the loss is no number")
        return value
