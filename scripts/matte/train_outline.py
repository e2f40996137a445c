"""Trains the outline network on composed pictures; resumes from its own file.

    python scripts/matte/train_outline.py --learned FILE... --reported FILE --minutes 50 --state outline.pt

The files are those of sketches.py; nothing is learned from the second. It begins as the
segmentation network of assets/models. Every random number follows from --seed and the number of
the step. Prints, every so often, for the people and places that it does not learn from, per mille
of all pixels: the error of alpha, the same away from the person's edge, and how many pixels there are off by
more than a half and by more than a tenth.
"""

import argparse
import pathlib

import numpy as np
import torch
import torch.nn.functional as F

import rounds
from outline import Person
from sketches import SIDE

ROOT = pathlib.Path(__file__).resolve().parents[2]
SEGMENTATION = str(ROOT / "assets/models/selfie-segmentation.onnx")
BATCH = 16
RATE = 3e-4
# Steps over which the rate rises: what it can do already is not to be lost at the start.
RISE = 400
# Share of a batch of weights that the running mean of them keeps.
MEAN_KEEPS = 0.998
RECORD = (SIDE, SIDE, 5)


def batch(rows):
    """Bytes N x SIDE x SIDE x 5 -> image, alpha, and where the picture has something."""
    planes = torch.from_numpy(np.array(rows)).permute(0, 3, 1, 2).float() / 255
    return planes[:, :3].contiguous(memory_format=torch.channels_last), planes[:, 3:4], planes[:, 4:5]


def drawn(files, rng):
    """A batch, mirrored and lit differently by chance."""
    rows = rounds.chosen(files, BATCH, rng)
    turned = rng.random(BATCH) < 0.5
    rows[turned] = rows[turned][:, :, ::-1]
    image, alpha, inside = batch(rows)
    return rounds.lit(image, rng).contiguous(memory_format=torch.channels_last), alpha, inside


def report(net, rows):
    sums, pixels = np.zeros(4), 0.0
    with torch.no_grad():
        for first in range(0, len(rows), BATCH):
            image, alpha, inside = batch(rows[first : first + BATCH])
            off = (torch.sigmoid(net(image)) - alpha).abs()
            mixed = ((alpha > 0.02) & (alpha < 0.98)).float()
            away = (1 - F.max_pool2d(mixed, 15, 1, 7)) * inside
            sums += [float(v.sum()) for v in (off * inside, off * away, (off > 0.5) * away, (off > 0.1) * away)]
            pixels += float(inside.sum())
    return "error {:.2f}, away from the edge {:.2f}, over a half {:.2f}, over a tenth {:.2f}".format(*1e3 * sums / pixels)


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--learned", required=True, nargs="+")
    arguments.add_argument("--reported", required=True)
    arguments.add_argument("--minutes", type=float, required=True)
    arguments.add_argument("--state", required=True)
    arguments.add_argument("--begin", default=SEGMENTATION, help="ONNX file to begin from")
    arguments.add_argument("--rate", type=float, default=RATE)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--threads", type=int, default=1)
    arguments = arguments.parse_args()
    torch.set_num_threads(arguments.threads)
    torch.manual_seed(arguments.seed)
    learned, reported = [rounds.records(file, RECORD) for file in arguments.learned], rounds.records(arguments.reported, RECORD)
    print(f"{sum(map(len, learned))} squares to learn from, {len(reported)} to report on", flush=True)

    net = Person(arguments.begin).to(memory_format=torch.channels_last)
    print(f"  before: {report(net, reported)}", flush=True)
    optimizer = torch.optim.AdamW(net.parameters(), arguments.rate, weight_decay=0)
    mean = torch.optim.swa_utils.AveragedModel(net, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(MEAN_KEEPS))
    state = rounds.State(arguments.state, net, mean, optimizer)
    step, before = state.resumed()

    clock, limit, running = rounds.Clock(before), arguments.minutes * 60, None
    while True:
        rng = np.random.default_rng((arguments.seed, step))
        share = min(1, clock.seconds / limit)
        rounds.set_rate(optimizer, arguments.rate, RISE, step, share)
        image, alpha, inside = drawn(learned, rng)
        loss = (inside * F.binary_cross_entropy_with_logits(net(image), alpha, reduction="none")).mean()
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        optimizer.step()
        mean.update_parameters(net)
        step += 1
        clock.tick()
        running = loss.item() if running is None else 0.98 * running + 0.02 * loss.item()
        if step % 100 == 0:
            print(f"{step} steps, {step * BATCH} squares, {clock.seconds:.0f} s: loss {running:.4f}", flush=True)
        if step % 500 == 0 or share >= 1:
            state.save(step, clock.seconds)
            print(f"  not learned from: {report(mean.module, reported)}", flush=True)
            # More may have been composed meanwhile.
            learned = [rounds.records(file, RECORD) for file in arguments.learned]
        if share >= 1:
            break


if __name__ == "__main__":
    main()
