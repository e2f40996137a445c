"""What both trainings share: records in files, batches by chance, the rate, the time, and the state to resume from."""

import math
import os
import time

import numpy as np
import torch


def records(path, shape):
    """The records of that shape in a file, as bytes N x shape."""
    return np.memmap(path, np.uint8, "r", shape=(os.path.getsize(path) // math.prod(shape), *shape))


def chosen(files, count, rng):
    """`count` records of all files, by chance."""
    ends = np.cumsum([len(file) for file in files])
    at = rng.integers(0, ends[-1], count)
    return np.stack([files[k][i - ends[k]] for i, k in zip(at, np.searchsorted(ends, at, "right"))])


def lit(image, rng):
    """N x 3 x H x W in 0 to 1, each lit differently by chance: neither truth nor solver changes by much."""
    power = torch.from_numpy(np.exp(rng.normal(0, 0.15, (len(image), 1, 1, 1))).astype(np.float32))
    gain = torch.from_numpy(np.exp(rng.normal(0, 0.1, (len(image), 3, 1, 1))).astype(np.float32))
    return (image.clamp(min=1e-4).pow(power) * gain).clamp(0, 1)


def set_rate(optimizer, full, rise, step, share):
    """Rises over `rise` steps to `full`, falls along a cosine as `share` of the time goes by."""
    for group in optimizer.param_groups:
        group["lr"] = full * min(1, (step + 1) / rise) * (0.5 * (1 + math.cos(math.pi * share)) + 0.01)


class Clock:
    """Seconds of training; a step during which the machine was busy with other things counts as ten at most."""

    def __init__(self, seconds):
        self.seconds, self.last = seconds, time.time()

    def tick(self):
        now = time.time()
        self.seconds += min(10, now - self.last)
        self.last = now


class State:
    """Network, running mean of its weights and optimiser, kept in a file."""

    def __init__(self, path, net, mean, optimizer):
        self.path, self.parts = path, {"net": net, "mean": mean, "optimizer": optimizer}

    def resumed(self):
        """Steps and seconds of the run that the file was left by; none where there is no file."""
        if not os.path.exists(self.path):
            return 0, 0.0
        # The file is this program's own; its optimiser holds more than tensors.
        state = torch.load(self.path, weights_only=False)
        for name, part in self.parts.items():
            part.load_state_dict(state[name])
        return state["step"], state["seconds"]

    def save(self, step, seconds):
        state = {name: part.state_dict() for name, part in self.parts.items()}
        torch.save({**state, "step": step, "seconds": seconds}, self.path + ".new")
        os.replace(self.path + ".new", self.path)
