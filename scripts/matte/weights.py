"""What training has learned, as a small file of 16-bit numbers: {name: array}.

The segmentation's own weights are left out, for they stand in assets/models.
"""

import numpy as np
import torch


def write(path, state):
    own = {name: value for name, value in state.items() if not name.startswith("outline.")}
    np.savez_compressed(path, **{name: value.half().numpy() if value.is_floating_point() else value.numpy() for name, value in own.items()})


def read(path):
    with np.load(path) as file:
        arrays = {name: torch.from_numpy(file[name]) for name in file.files}
    return {name: value.float() if value.is_floating_point() else value for name, value in arrays.items()}
