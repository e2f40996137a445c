"""Many orders with their photos are copied from a folder to the database, killed five times on
the way: all of it is there, and the old folder is refused until it is taken back."""

import os
import subprocess
import time

from .ground import (HUIZHI, IS_LONG, LIMITS, Broken, Database, installation, run_huizhi,
                     tell)
from .lives import fill, order
from .serving import Serve

# In the long form HUIZHI_FAULT_ORDERS=100000 takes some minutes.
ORDERS = int(os.environ.get("HUIZHI_FAULT_ORDERS", "10000" if IS_LONG else "1200"))
# When the copy is killed: that part of the files, or of the rows, is there.
KILLED_AT = (("files", 0.3), ("files", 0.7), ("rows", 0.05), ("rows", 0.4), ("rows", 0.7))
TABLES = ("orders", "attempts", "events", "jobs", "log")


def filled(folder):
    """A folder of the service with an order of its own, and many more."""
    folder.mkdir(mode=0o700)
    (folder / "settings.toml").write_text(LIMITS)
    with Serve(folder).start() as serve:
        order(serve.port)
        serve.end()
    fill("fills_a_folder", folder, HUIZHI_FILL_ORDERS=str(ORDERS))


def counted(blobs):
    return sum(1 for path in blobs.rglob("*") if path.is_file())


def progress(what, data, database):
    """How much of the files or rows is there."""
    if what == "files":
        return counted(data / "blobs") / ORDERS
    if database.psql("SELECT to_regclass('applied_migrations') IS NOT NULL") != "t":
        return 0
    return sum(database.count(table) for table in TABLES) / (len(TABLES) * ORDERS)


def run(folder):
    old = folder / "old"
    began = time.monotonic()
    filled(old)
    filled_in = time.monotonic() - began
    database = Database()
    data = installation(folder / "data", database.url, key=(old / "master.key").read_bytes())
    command = [HUIZHI, "--lang", "en", "storage", "copy", "--from", old, "--data", data]
    kills, begins = [], time.monotonic()
    # Each goes on where the one before was killed.
    for what, part in KILLED_AT:
        copy = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while copy.poll() is None and (done := progress(what, data, database)) < part:
            time.sleep(0.02)
        if copy.poll() is not None:
            break
        copy.kill()
        copy.wait()
        kills.append(f"{what} {done:.2f}")
    last = subprocess.run(command, capture_output=True, text=True, check=False)
    copying = time.monotonic() - begins
    # Killed after its last step, the one before was whole.
    if last.returncode != 0 and "storage-moved" not in last.stderr:
        raise Broken(f"the copy does not go on: {last.stdout}{last.stderr}")
    there = {table: database.count(table) for table in TABLES}
    files = counted(data / "blobs")
    tell("copied", orders=there["orders"], files=files, kills=len(kills),
         s_to_fill=round(filled_in), s_to_copy=round(copying),
         orders_a_second=round(ORDERS / copying))
    verified = run_huizhi("audit", "verify", "--data", data)
    refused = run_huizhi("serve", "--data", old, "--listen", "127.0.0.1:0", timeout=60)
    faults = [what for holds, what in (
        (len(kills) == len(KILLED_AT), f"killed at {kills} only"),
        (there["orders"] == ORDERS + 1, f"{there} are there"),
        (there["attempts"] == ORDERS, f"{there} are there"),
        (there["log"] >= ORDERS, f"{there} are there"),
        (files >= ORDERS, f"{files} files"),
        (verified[0] == 0, f"the log does not verify: {verified[1]}"),
        ("[storage-moved]" in refused[1], f"the old folder is used: {refused[1]}"),
    ) if not holds]
    # The new one serves, and so does the old one once it is taken back.
    with Serve(data).start() as serve:
        serve.end()
    run_huizhi("storage", "reopen", "--data", old)
    with Serve(old).start() as serve:
        serve.end()
    return faults
