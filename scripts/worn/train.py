"""Trains the network that sees what is worn; resumes where it stopped.

    train.py --learned FILE --reported FILE --landmarks face-landmarks.onnx --state FILE --minutes M
"""

import argparse
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

from network import Worn

BATCH = 32
SIDE, CROP = 300, 256


def load(path):
    samples = np.load(path + ".npy", mmap_mode="r")
    with open(path + ".csv") as file:
        names = next(file).strip().split(",")[1:]
        rows = [line.strip().split(",") for line in file]
    return samples, torch.tensor([[float(v) for v in row[1:]] for row in rows]), names


def ended(image, random):
    """A picture that ends within the square: over the brows, below the chin, beside an ear. Its edge goes on."""
    reach = len(image)
    if random.random() < 0.3:
        row = int(random.integers(1, 0.3 * reach))
        image[:row] = image[row]
    if random.random() < 0.15:
        row = int(reach * random.uniform(0.85, 1))
        image[row:] = image[row - 1]
    if random.random() < 0.15:
        column = int(random.integers(1, 0.2 * reach))
        image[:, :column] = image[:, column:column + 1]
    if random.random() < 0.15:
        column = int(reach * random.uniform(0.8, 1))
        image[:, column:] = image[:, column - 1:column]


def batch(samples, numbers, random):
    """Cut at random, mirrored, coloured and lit a little differently."""
    out = np.empty((len(numbers), CROP, CROP, 3), np.float32)
    for at, number in enumerate(numbers):
        x, y = random.integers(0, SIDE - CROP + 1, 2)
        image = samples[number, y:y + CROP, x:x + CROP]
        out[at] = image[:, ::-1] if random.random() < 0.5 else image
        ended(out[at], random)
    out = torch.from_numpy(out).permute(0, 3, 1, 2) / 255
    gain = torch.from_numpy(np.exp(random.normal(0, 0.1, (len(numbers), 3, 1, 1))).astype(np.float32))
    return (out * gain).clamp(0, 1)


def middle(samples, first, last):
    off = (SIDE - CROP) // 2
    return torch.from_numpy(samples[first:last, off:off + CROP, off:off + CROP].astype(np.float32)).permute(0, 3, 1, 2) / 255


def auc(scores, truth):
    """Chance that a picture with the thing scores above one without."""
    order = scores.argsort().argsort().float() + 1
    with_ = truth.sum()
    return float((order[truth == 1].sum() - with_ * (with_ + 1) / 2) / (with_ * (len(truth) - with_)))


def judge(network, samples, truth, names, log):
    network.eval()
    with torch.no_grad():
        scores = torch.cat([network(middle(samples, i, i + 64)) for i in range(0, len(truth), 64)])
    for at, name in enumerate(names):
        s, t = torch.sigmoid(scores[:, at]), truth[:, at]
        log(f"  {name:12} AUC {auc(s, t):.4f}  missed {float((s[t == 1] < 0.5).float().mean()):.3f}  wrong {float((s[t == 0] >= 0.5).float().mean()):.4f}")
    network.train()


def main():
    arguments = argparse.ArgumentParser()
    for name in ("learned", "reported", "landmarks", "state"):
        arguments.add_argument("--" + name, required=True)
    arguments.add_argument("--begin", help="weights to go on from")
    arguments.add_argument("--minutes", type=float, default=20)
    arguments.add_argument("--passes", type=float, default=6, help="over all pictures; the rate falls to nothing by then")
    given = arguments.parse_args()
    log = lambda text: print(text, flush=True)
    torch.manual_seed(1)
    torch.set_num_threads(2)
    random = np.random.default_rng(1)
    samples, truth, names = load(given.learned)
    reported, reported_truth, _ = load(given.reported)
    network = Worn(given.landmarks)
    stem = [p for p in network.stem.parameters() if p.requires_grad]
    own = [p for n, p in network.named_parameters() if not n.startswith("stem")]
    optimizer = torch.optim.AdamW([{"params": own, "lr": 1.5e-3}, {"params": stem, "lr": 2e-4}], weight_decay=0.02)
    steps, step = int(given.passes * len(truth) / BATCH), 0
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, [1.5e-3, 2e-4], total_steps=steps + 1, pct_start=0.15)
    if given.begin:
        network.load_state_dict(torch.load(given.begin, weights_only=False)["network"])
    if Path(given.state).exists():
        state = torch.load(given.state, weights_only=False)
        network.load_state_dict(state["network"])
        optimizer.load_state_dict(state["optimizer"])
        schedule.load_state_dict(state["schedule"])
        step = state["step"]
        random = np.random.default_rng(step + 1)
    end, mean = time.time() + given.minutes * 60, None
    while step < steps and time.time() < end:
        numbers = random.integers(0, len(truth), BATCH)
        wanted = truth[numbers]
        loss = F.binary_cross_entropy_with_logits(network(batch(samples, numbers, random)), wanted * 0.98 + 0.01, reduction="none")
        # Whether lenses are dark is asked of those with glasses, and of all others at a third.
        weight = torch.ones_like(wanted)
        weight[:, 2] = torch.where(wanted[:, 1] == 1, 1.0, 0.33)
        loss = (loss * weight).mean()
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        step += 1
        mean = float(loss.detach()) if mean is None else mean * 0.98 + 0.02 * float(loss.detach())
        if step % 50 == 0:
            log(f"{step}/{steps} loss {mean:.4f}")
        if step % 300 == 0 or step == steps:
            judge(network, reported, reported_truth, names, log)
            torch.save({"network": network.state_dict(), "optimizer": optimizer.state_dict(), "schedule": schedule.state_dict(), "step": step}, given.state)
    torch.save({"network": network.state_dict(), "optimizer": optimizer.state_dict(), "schedule": schedule.state_dict(), "step": step}, given.state)
    judge(network, reported, reported_truth, names, log)


if __name__ == "__main__":
    main()
