"""The alpha network: picture, rough outline and solved alpha in, a better alpha and its expected error out.

A U-Net (Ronneberger et al. 2015) over 192 x 240 pixels at about a third of the working canvas's
detail. At each level it reads the features of the segmentation network
(outline.py), which has seen more people than there are pictures to train on here, and so
carries over what a person looks like; that part is held as it is. It begins as the identity:
what the solver found is right unless there is reason to think otherwise.
"""

import torch
import torch.nn as nn
import torch.nn.functional as F

from outline import FEATURES, Outline, enlarged

WIDTH, HEIGHT = 192, 240
# Probability and alpha are held within these before their logit is taken.
LEAST = 0.002
CHANNELS = (24, 40, 64, 96)
# Places of the picture, outline and solved alpha: each a quarter of them, after unshuffling.
PLANES = 5


def convolution(taken, given, size=3):
    return nn.Sequential(
        nn.Conv2d(taken, given, size, padding=size // 2, bias=False), nn.BatchNorm2d(given), nn.ReLU(True)
    )


def logit_of(probability):
    p = probability.clamp(LEAST, 1 - LEAST)
    return torch.log(p) - torch.log(1 - p)


class AlphaNet(nn.Module):
    def __init__(self, segmentation):
        super().__init__()
        self.outline = Outline(segmentation)
        for parameter in self.outline.parameters():
            parameter.requires_grad_(False)
        half, quarter, eighth, sixteenth = CHANNELS
        f2, f4, f8, f16 = (channels for channels, _ in FEATURES.values())
        self.norms = nn.ModuleList(nn.BatchNorm2d(c) for c in (f2, f4, f8, f16))
        self.down = nn.ModuleList(
            [
                nn.Sequential(convolution(4 * PLANES + f2, half), convolution(half, half)),
                nn.Sequential(convolution(half + f4, quarter), convolution(quarter, quarter)),
                nn.Sequential(convolution(quarter + f8, eighth), convolution(eighth, eighth)),
                nn.Sequential(convolution(eighth + f16, sixteenth), convolution(sixteenth, sixteenth)),
            ]
        )
        self.narrow = nn.ModuleList(
            [convolution(sixteenth, eighth, 1), convolution(eighth, quarter, 1), convolution(quarter, half, 1)]
        )
        self.up = nn.ModuleList(
            [convolution(2 * eighth, eighth), convolution(2 * quarter, quarter), convolution(2 * half, 32)]
        )
        self.last = nn.Conv2d(32, 8, 3, padding=1)
        nn.init.zeros_(self.last.weight)
        nn.init.zeros_(self.last.bias)

    def forward(self, image, probability, solved):
        """`image` N x 3 x H x W, `probability` and `solved` N x 1 x H x W, 0..1 -> logit of alpha,
        logarithm of its expected absolute error; N x 1 x H x W each."""
        with torch.no_grad():
            features = list(self.outline(image).values())
        begin = logit_of(solved)
        x = F.pixel_unshuffle(torch.cat([image * 2 - 1, logit_of(probability) / 4, begin / 4], 1), 2)
        skips = []
        for level, (down, feature, norm) in enumerate(zip(self.down, features, self.norms)):
            if level:
                x = F.max_pool2d(x, 2)
            x = down(torch.cat([x, norm(feature)], 1))
            skips.append(x)
        for narrow, up, skip in zip(self.narrow, self.up, skips[-2::-1]):
            x = up(torch.cat([enlarged(narrow(x)), skip], 1))
        out = F.pixel_shuffle(self.last(x), 2)
        return begin + 4 * out[:, :1], out[:, 1:] - 3.5


class Exported(nn.Module):
    """What the program runs: one input, 1 x 5 x H x W (red, green, blue, outline, solved alpha);
    alpha and expected error, 0..1."""

    def __init__(self, net):
        super().__init__()
        self.net = net

    def forward(self, shown):
        logit, error = self.net(shown[:, :3], shown[:, 3:4], shown[:, 4:5])
        return torch.sigmoid(logit), torch.exp(error).clamp(max=1)
