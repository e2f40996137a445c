"""Runs the scenarios named on the command line, or all, and says what does not hold."""

import importlib
import pathlib
import sys
import time
from http.client import HTTPException

from .ground import Broken, Lacks, temporary

# In this order; each is a module with `run(folder)`, which gives what does not hold.
SCENARIOS = [
    "processes",
    "network",
    "standby",
    "commits",
    "disk",
]


def log_ends(folder):
    """The last that processes said, besides what is usual."""
    for log in sorted(pathlib.Path(folder).rglob("serve-*.log")):
        told = [line for line in log.read_text(errors="replace").splitlines()
                if '"INFO"' not in line]
        yield "\n".join([log.name, *told[-20:]])


def main():
    asked = sys.argv[1:] or SCENARIOS
    if unknown := [name for name in asked if name not in SCENARIOS]:
        sys.exit(f"No such scenario: {', '.join(unknown)}. There are: {', '.join(SCENARIOS)}.")
    table, skipped, failed = [], [], []
    for name in asked:
        scenario = importlib.import_module(f".{name}", __package__)
        print(f"\n-- {name}: {' '.join(scenario.__doc__.split())}", flush=True)
        began = time.monotonic()
        with temporary() as folder:
            folder = pathlib.Path(folder)
            folder.chmod(0o755)
            try:
                faults = scenario.run(folder)
            except Lacks as lacks:
                skipped.append(f"{name}: {lacks}")
                continue
            except (Broken, OSError, HTTPException) as broken:
                faults = [f"{type(broken).__name__}: {broken}"]
            if faults:
                for fault in faults:
                    print(f"FAILED: {name}: {fault}", file=sys.stderr)
                print("\n".join(log_ends(folder)), file=sys.stderr, flush=True)
                failed.append(name)
        table.append(f"{name:<20} {time.monotonic() - began:>6.0f} s "
                     f"{'FAILED' if faults else 'holds'}")
    print("\n" + "\n".join(table))
    for line in skipped:
        print(f"Skipped: {line}")
    sys.exit(1 if failed else 0)


main()
