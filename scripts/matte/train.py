"""Trains the alpha network on what the solver made of composed pictures; resumes from its own file.

    python scripts/matte/train.py --solved FILE... --reported FILE --minutes 90 --state alpha.pt

The files are those of `evaluate --solved`; nothing is learned from the second. Where there is
no state yet it begins from the weights of an earlier training (--begin).

Every random number follows from --seed and the number of the step, so a run that resumes
goes on where it was. Prints, every so often, the mean absolute error of alpha in the band
(thousandths) for people and places that it does not learn from, beside that of the solver.
"""

import argparse
import os
import pathlib

import numpy as np
import torch
import torch.nn.functional as F

import rounds
import weights
from network import HEIGHT, WIDTH, AlphaNet

ROOT = pathlib.Path(__file__).resolve().parents[2]
SEGMENTATION = str(ROOT / "assets/models/selfie-segmentation.onnx")
BATCH = 12
RATE = 2e-3
# Steps over which the rate rises.
RISE = 200
# Share of a batch of weights that the running mean of them keeps.
MEAN_KEEPS = 0.998
RECORD = (7, HEIGHT, WIDTH)


def batch(rows):
    """Bytes N x 7 x H x W -> image, outline, solved, truth, and where the picture has something."""
    planes = torch.from_numpy(np.array(rows)).float() / 255
    parts = planes[:, :3], planes[:, 3:4], planes[:, 4:5], planes[:, 5:6], planes[:, 6:7]
    return [part.contiguous(memory_format=torch.channels_last) for part in parts]


def drawn(files, rng):
    """A batch, mirrored and lit differently by chance."""
    rows = rounds.chosen(files, BATCH, rng)
    turned = rng.random(BATCH) < 0.5
    rows[turned] = rows[turned][..., ::-1]
    image, *rest = batch(rows)
    return [rounds.lit(image, rng), *rest]


def band(alpha):
    mixed = ((alpha > 0.01) & (alpha < 0.99)).float()
    return F.max_pool2d(mixed, 5, 1, 2)


def gradient_loss(alpha, truth, inside):
    across = lambda v: v[..., 1:] - v[..., :-1]
    down = lambda v: v[..., 1:, :] - v[..., :-1, :]
    off = alpha - truth
    return (across(off).abs() * inside[..., 1:]).mean() + (down(off).abs() * inside[..., 1:, :]).mean()


def loss_of(logit, log_error, solved, truth, inside):
    alpha = torch.sigmoid(logit)
    near = torch.maximum(band(truth), torch.maximum(band(solved), ((solved - truth).abs() > 0.1).float()))
    weight = (1 + 5 * near) * inside
    off = (alpha - truth).abs()
    cross = F.binary_cross_entropy_with_logits(logit, truth, reduction="none")
    # Laplace's likelihood: the error expected is the mean of the error there is.
    expected = (off.detach() + 0.002) * torch.exp(-log_error) + log_error
    return (weight * off).mean() + 0.3 * (weight * cross).mean() + 2 * gradient_loss(alpha, truth, inside) + 0.05 * (weight * expected).mean()


def report(net, batches):
    """Band error of solver and network, mean and mean square, thousandths; pixels outside the band
    off by a half or more, per mille."""
    net.eval()
    sums = np.zeros(7)
    with torch.no_grad():
        for image, outline, solved, truth, inside in batches:
            with torch.autocast("cpu", torch.bfloat16, enabled=FAST):
                logit, _ = net(image, outline, solved)
            near = band(truth) * inside
            far = (1 - band(truth)) * inside
            for at, alpha in enumerate((solved, torch.sigmoid(logit.float()))):
                off = (alpha - truth).abs()
                sums[3 * at : 3 * at + 3] += [float(v) for v in ((off * near).sum(), (off**2 * near).sum(), ((off > 0.5) * far).sum())]
            sums[6] += float(near.sum())
            total = inside.numel() * len(batches)
    net.train()
    scale = 1e3 / np.array([sums[6], sums[6], total] * 2)
    return sums[:6] * scale


def text(figures):
    solver, network = figures[:3], figures[3:]
    return ", ".join(f"{name} {s:.1f} -> {n:.1f}" for name, s, n in zip(("band", "MSE", "gross"), solver, network))


FAST = torch.backends.cpu.get_cpu_capability() == "AVX512"


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--solved", required=True, nargs="+")
    arguments.add_argument("--reported", required=True)
    arguments.add_argument("--minutes", type=float, required=True)
    arguments.add_argument("--state", required=True)
    arguments.add_argument("--begin", help="weights that export.py --weights wrote")
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--threads", type=int, default=2)
    arguments.add_argument("--compile", action="store_true", help="minutes at first, half the time a step after that")
    arguments = arguments.parse_args()
    torch.set_num_threads(arguments.threads)
    torch.manual_seed(arguments.seed)
    learned, reported = [rounds.records(file, RECORD) for file in arguments.solved], rounds.records(arguments.reported, RECORD)
    trial = [batch(reported[i : i + BATCH]) for i in range(0, len(reported), BATCH)]
    print(f"{sum(map(len, learned))} pictures to learn from, {len(reported)} to report on", flush=True)

    net = AlphaNet(SEGMENTATION).to(memory_format=torch.channels_last)
    wanted = [p for p in net.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(wanted, RATE, weight_decay=1e-3)
    mean = torch.optim.swa_utils.AveragedModel(net, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(MEAN_KEEPS), use_buffers=True)
    if arguments.begin:
        net.load_state_dict(weights.read(arguments.begin), strict=False)
        mean.module.load_state_dict(net.state_dict())
    state = rounds.State(arguments.state, net, mean, optimizer)
    step, before = state.resumed()

    run = torch.compile(net) if arguments.compile else net
    clock, limit = rounds.Clock(before), arguments.minutes * 60
    running = None
    while True:
        rng = np.random.default_rng((arguments.seed, step))
        share = min(1, clock.seconds / limit)
        rounds.set_rate(optimizer, RATE, RISE, step, share)
        image, outline, solved, truth, inside = drawn(learned, rng)
        with torch.autocast("cpu", torch.bfloat16, enabled=FAST):
            logit, log_error = run(image, outline, solved)
        loss = loss_of(logit.float(), log_error.float(), solved, truth, inside)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(wanted, 2.0)
        optimizer.step()
        mean.update_parameters(net)
        step += 1
        with torch.no_grad():
            near = band(truth) * inside
            off = np.array([float(((alpha - truth).abs() * near).sum() / near.sum()) for alpha in (solved, torch.sigmoid(logit.float()))])
        running = off if running is None else 0.98 * running + 0.02 * off
        clock.tick()
        if step % 50 == 0:
            print(f"{step} steps, {step * BATCH} pictures, {clock.seconds:.0f} s: loss {loss.item():.3f}, band {1e3 * running[0]:.1f} -> {1e3 * running[1]:.1f}", flush=True)
        if step % 400 == 0 or share >= 1:
            state.save(step, clock.seconds)
            print(f"  not learned from: {text(report(mean.module, trial))}", flush=True)
            # More may have been composed meanwhile.
            learned = [rounds.records(file, RECORD) for file in arguments.solved]
        if share >= 1:
            break


if __name__ == "__main__":
    main()
