"""Trains the alpha network on composed pictures; resumes from its own file.

    python scripts/matte/train.py --cut-outs FOLDER --photos FOLDER --minutes 90 --state alpha.pt

Where there is no such file yet it begins from the weights of an earlier training (--begin).

Every random number follows from --seed and the number of the sample, so a run that resumes
goes on where it was. Prints, every so often, the mean absolute error of alpha in the band
(thousandths) for people and places that it does not learn from, beside that of the outline.
"""

import argparse
import math
import os
import pathlib
import time

import cv2
import numpy as np
import onnxruntime
import torch
import torch.nn.functional as F

import people as cast
import scene
import weights
from network import AlphaNet

ROOT = pathlib.Path(__file__).resolve().parents[2]
SEGMENTATION = str(ROOT / "assets/models/selfie-segmentation.onnx")
CHOSEN = str(pathlib.Path(__file__).with_name("cut-outs.txt"))
BATCH = 12
RATE = 2.5e-3
# Share of a batch of weights that the running mean of them keeps.
MEAN_KEEPS = 0.998


class Composed(torch.utils.data.Dataset):
    def __init__(self, people, places, seed, first=0, count=10**9):
        self.people, self.places, self.seed, self.first, self.count = people, places, seed, first, count
        self.session = None

    def __len__(self):
        return self.count

    def __getitem__(self, index):
        if self.session is None:
            cv2.setNumThreads(1)
            options = onnxruntime.SessionOptions()
            options.intra_op_num_threads = 1
            self.session = onnxruntime.InferenceSession(SEGMENTATION, options)
        rng = np.random.default_rng((self.seed, self.first + index))
        seen, alpha = scene.sample(self.people, self.places, rng)
        outline = outlined(self.session, seen)
        rows, columns = slice(scene.TOP, scene.TOP + scene.HEIGHT), slice(scene.LEFT, scene.LEFT + scene.WIDTH)
        image = seen[rows, columns].astype(np.float32).transpose(2, 0, 1) / 255
        return image, outline[None, rows, columns].copy(), alpha[None, rows, columns].astype(np.float32)


def outlined(session, seen):
    """The segmentation's probability, seen as the program shows it: in the middle of a square, edges
    going on (crates/vision/src/segmentation.rs)."""
    h, w = seen.shape[:2]
    side = max(h, w)
    left, top = (side - w) // 2, (side - h) // 2
    square = cv2.copyMakeBorder(seen, top, side - h - top, left, side - w - left, cv2.BORDER_REPLICATE)
    square = cv2.resize(square, (256, 256), interpolation=cv2.INTER_AREA).astype(np.float32) / 255
    person = session.run(None, {"image": square[None]})[0][0, :, :, 0]
    person = cv2.resize(person, (side, side), interpolation=cv2.INTER_CUBIC)
    return np.clip(person[top : top + h, left : left + w], 0, 1)


def band(alpha):
    mixed = ((alpha > 0.01) & (alpha < 0.99)).float()
    return F.max_pool2d(mixed, 5, 1, 2)


def gradient_loss(alpha, truth):
    across = lambda v: v[..., 1:] - v[..., :-1]
    down = lambda v: v[..., 1:, :] - v[..., :-1, :]
    return (across(alpha) - across(truth)).abs().mean() + (down(alpha) - down(truth)).abs().mean()


def loss_of(logit, log_error, truth):
    alpha = torch.sigmoid(logit)
    near = band(truth)
    weight = 1 + 4 * near
    off = (alpha - truth).abs()
    cross = F.binary_cross_entropy_with_logits(logit, truth, reduction="none")
    # Laplace's likelihood: the error expected is the mean of the error there is.
    expected = (off.detach() + 0.002) * torch.exp(-log_error) + log_error
    return (weight * off).mean() + 0.4 * (weight * cross).mean() + 2 * gradient_loss(alpha, truth) + 0.05 * (weight * expected).mean()


def report(net, batches):
    """Band error of outline and network, thousandths, and pixels off by a half or more, per mille."""
    net.eval()
    sums = np.zeros(5)
    with torch.no_grad():
        for image, outline, truth in batches:
            with torch.autocast("cpu", torch.bfloat16, enabled=FAST):
                logit, _ = net(image, outline)
            alpha, near = torch.sigmoid(logit.float()), band(truth)
            off, rough = (alpha - truth).abs(), (outline - truth).abs()
            sums += [float((rough * near).sum()), float((off * near).sum()), float((off**2 * near).sum()), float(near.sum()), float(((off > 0.5) & (near == 0)).float().mean() * len(image))]
    net.train()
    return 1e3 * sums[0] / sums[3], 1e3 * sums[1] / sums[3], 1e3 * sums[2] / sums[3], 1e3 * sums[4] / sum(len(b[0]) for b in batches)


FAST = torch.backends.cpu.get_cpu_capability() == "AVX512"


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--cut-outs", required=True)
    arguments.add_argument("--photos", required=True)
    arguments.add_argument("--minutes", type=float, required=True)
    arguments.add_argument("--state", required=True)
    arguments.add_argument("--begin", help="weights that export.py --weights wrote")
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--threads", type=int, default=2)
    arguments.add_argument("--compile", action="store_true", help="minutes at first, half the time a step after that")
    arguments.add_argument("--workers", type=int, default=1)
    arguments = arguments.parse_args()
    torch.set_num_threads(arguments.threads)
    torch.manual_seed(arguments.seed)
    learned, reported = cast.load(arguments.cut_outs, CHOSEN)
    places, other_places = cast.places(arguments.photos, SEGMENTATION)
    print(f"{len(learned)} people and {len(places)} places to learn from, {len(reported)} and {len(other_places)} to report on", flush=True)

    net = AlphaNet(SEGMENTATION).to(memory_format=torch.channels_last)
    wanted = [p for p in net.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(wanted, RATE, weight_decay=1e-3)
    mean = torch.optim.swa_utils.AveragedModel(net, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(MEAN_KEEPS), use_buffers=True)
    step = before = 0
    if arguments.begin:
        net.load_state_dict(weights.read(arguments.begin), strict=False)
        mean.module.load_state_dict(net.state_dict())
    if os.path.exists(arguments.state):
        state = torch.load(arguments.state)
        net.load_state_dict(state["net"]), mean.load_state_dict(state["mean"]), optimizer.load_state_dict(state["optimizer"])
        step, before = state["step"], state["seconds"]
    training = Composed(learned, places, arguments.seed, step * BATCH)
    loader = torch.utils.data.DataLoader(training, BATCH, num_workers=arguments.workers, prefetch_factor=4 if arguments.workers else None)
    trial = torch.utils.data.DataLoader(Composed(reported, other_places, 10**6, 0, 96), 12, num_workers=0)
    trial = [[t.contiguous(memory_format=torch.channels_last) for t in batch] for batch in trial]

    run = torch.compile(net) if arguments.compile else net
    begun, limit = time.time(), arguments.minutes * 60
    running = None
    for image, outline, truth in loader:
        spent = before + time.time() - begun
        share = min(1, spent / limit)
        for group in optimizer.param_groups:
            group["lr"] = RATE * min(1, (step + 1) / 100) * (0.5 * (1 + math.cos(math.pi * share)) + 0.01)
        with torch.autocast("cpu", torch.bfloat16, enabled=FAST):
            logit, log_error = run(image.contiguous(memory_format=torch.channels_last), outline)
        loss = loss_of(logit.float(), log_error.float(), truth)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(wanted, 2.0)
        optimizer.step()
        mean.update_parameters(net)
        step += 1
        with torch.no_grad():
            near = band(truth)
            off = float(((torch.sigmoid(logit.float()) - truth).abs() * near).sum() / near.sum())
        running = off if running is None else 0.98 * running + 0.02 * off
        if step % 50 == 0:
            print(f"{step} steps, {step * BATCH} pictures, {spent:.0f} s: loss {loss.item():.3f}, band {1e3 * running:.1f}", flush=True)
        if step % 400 == 0 or share >= 1:
            state = {"net": net.state_dict(), "mean": mean.state_dict(), "optimizer": optimizer.state_dict(), "step": step, "seconds": spent}
            torch.save(state, arguments.state + ".new")
            os.replace(arguments.state + ".new", arguments.state)
            rough, mad, mse, gross = report(mean.module, trial)
            print(f"  not learned from: outline {rough:.1f}, network {mad:.1f}, MSE {mse:.1f}, gross {gross:.2f}", flush=True)
        if share >= 1:
            break


if __name__ == "__main__":
    main()
