"""Runs the scenarios named on the command line, or all, and says what does not hold."""

import concurrent.futures
import importlib
import pathlib
import subprocess
import sys
import time
from http.client import HTTPException

from .ground import IS_LONG, Broken, Lacks, temporary

# Each is a module with `run(folder)`, which gives what does not hold. Those that take long
# begin first.
SCENARIOS = [
    "processes",
    "made",
    "backed_up",
    "stopped",
    "versions",
    "network",
    "standby",
    "refusals",
    "clocks",
    "bucket",
    "disk",
    "commits",
    "copied",
    "deployed",
]
# Scenarios wait most of their time; the long form has the machine for itself.
AT_ONCE = 1 if IS_LONG else 3
# Exit status of one that was skipped.
SKIPPED = 77


def log_ends(folder):
    """The last that processes said, besides what is usual."""
    for log in sorted(pathlib.Path(folder).rglob("*-*.log")):
        told = [line for line in log.read_text(errors="replace").splitlines()
                if '"INFO"' not in line]
        yield "\n".join([log.name, *told[-20:]])


def run(name):
    """Runs one scenario; the exit status."""
    scenario = importlib.import_module(f".{name}", __package__)
    print(f"-- {name}: {' '.join(scenario.__doc__.split())}", flush=True)
    with temporary() as folder:
        folder = pathlib.Path(folder)
        folder.chmod(0o755)
        try:
            faults = scenario.run(folder)
        except Lacks as lacks:
            print(f"Skipped: {lacks}")
            return SKIPPED
        except (Broken, OSError, HTTPException) as broken:
            faults = [f"{type(broken).__name__}: {broken}"]
        for fault in faults:
            print(f"FAILED: {name}: {fault}")
        if faults:
            print("\n".join(log_ends(folder)))
    return 1 if faults else 0


def run_apart(name):
    """The same in a process of its own; its status, what it printed, and how long it took."""
    began = time.monotonic()
    done = subprocess.run([sys.executable, "-B", "-m", __package__, "--one", name],
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                          check=False)
    return done.returncode, done.stdout, time.monotonic() - began


def main():
    if sys.argv[1:2] == ["--one"]:
        sys.exit(run(sys.argv[2]))
    asked = sys.argv[1:] or SCENARIOS
    if unknown := [name for name in asked if name not in SCENARIOS]:
        sys.exit(f"No such scenario: {', '.join(unknown)}. There are: {', '.join(SCENARIOS)}.")
    table, skipped, has_failed = [], [], False
    with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as at_once:
        runs = {at_once.submit(run_apart, name): name for name in asked}
        for done in concurrent.futures.as_completed(runs):
            name, (status, said, seconds) = runs[done], done.result()
            print(f"\n{said.rstrip()}", flush=True)
            if status == SKIPPED:
                skipped.append(f"{name}: {said.rstrip().rsplit('Skipped: ', 1)[1]}")
                continue
            has_failed |= status != 0
            table.append(f"{name:<20} {seconds:>6.0f} s  {'FAILED' if status else 'holds'}")
            skipped += [f"{name}: {line.removeprefix('Skipped: ')}"
                        for line in said.splitlines() if line.startswith("Skipped: ")]
    print("\n" + "\n".join(table))
    for line in skipped:
        print(f"SKIPPED, this machine lacks what it needs: {line}")
    sys.exit(1 if has_failed else 0)


main()
