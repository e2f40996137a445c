"""The disk under PostgreSQL is full, and then that of the pictures: 503, nothing that was
answered is lost, and all is well by itself once there is room."""

import contextlib
import os
import subprocess
import time

from .ground import SECONDS, Database, Lacks, begun, installation, tell
from .lives import call, laid_out, order
from .load import Load, lost, whole
from .serving import Nginx, Serve
from .standby import Server

# PostgreSQL keeps its write-ahead log in files of 16 MB and wants some of them.
SIZE_MB = 96
PICTURES_MB = 16


@contextlib.contextmanager
def small_disk(folder, megabytes):
    """A file system of so many megabytes."""
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "none", folder],
                             capture_output=True, text=True, check=False)
    if mounted.returncode != 0:
        raise Lacks(f"a small disk cannot be mounted: {mounted.stderr.strip()}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", folder], check=False)


def fill(folder):
    """Takes all room that there is; the file that has it."""
    filler = folder / "filler"
    with open(filler, "wb") as file, contextlib.suppress(OSError):
        while True:
            file.write(bytes(65_536))
            file.flush()
    return filler


def of_database(folder):
    with small_disk(folder / "disk", SIZE_MB) as disk:
        disk.chmod(0o755)
        with Server(disk / "server") as server:
            server.make()
            server.start()
            database = Database(server.url)
            database.psql("ALTER SYSTEM SET max_wal_size = '32MB'")
            database.psql("SELECT pg_reload_conf()")
            data = installation(folder / "data", database.url)
            begun(data)
            with Serve(data) as one, Serve(data) as two:
                serves = [one.start(), two.start()]
                with Nginx(folder, serves) as proxy:
                    with Load(proxy.port) as load:
                        time.sleep(2)
                        before = load.outcomes["503, try again"]
                        filler = fill(disk)
                        time.sleep(SECONDS)
                        refused = load.outcomes["503, try again"] - before
                        filler.unlink()
                        # It stops where it cannot write its log; whoever runs it starts it.
                        if server.control("status", check=False) != 0:
                            server.start()
                        mended = time.monotonic()
                        time.sleep(SECONDS + 6)
                    after = max(0.0, load.last_bad - mended)
                    missing = lost(proxy.port, database, load.orders)
            tell("no room for the database", ok=load.outcomes["ok"], try_again=refused,
                 other=load.bad(), s_until_well=round(after, 1))
            return [what for holds, what in (
                (refused > 0, "the disk was not full"),
                (missing == 0, f"{missing} orders were acknowledged and are not there"),
                (load.bad() == 0, f"{load.outcomes}, {load.other[:3]}"),
                (after < SECONDS + 5, f"not well after {after:.1f} s"),
            ) if not holds] + whole(database, data, len(load.orders))


def of_pictures(folder):
    """No room for a picture: it is refused, nothing names it, and pages go on."""
    catalogue, picture = laid_out(folder / "ground")
    database = Database()
    with small_disk(folder / "disk", PICTURES_MB) as disk:
        data = installation(disk / "data", database.url)
        begun(data)
        with Serve(data, more=("--catalogue", catalogue)).start() as serve:
            number, token = order(serve.port)
            put = (serve.port, f"PUT /orders/{number}/picture", token, picture,
                   "application/octet-stream")
            filler = fill(disk)
            refused, _ = call(*put)
            rows = database.count("attempts")
            shown, _ = call(serve.port, f"GET /orders/{number}", token)
            filler.unlink()
            taken, _ = call(*put)
            left = [path.name for path in (data / "blobs").rglob("*.*")]
    tell("no room for pictures", refused=refused, rows=rows, shown=shown, taken=taken)
    return [what for holds, what in (
        (refused == 503, f"it is answered {refused}"),
        (rows == 0, "a row names a picture that is not there"),
        (shown == 200, f"a page is answered {shown}"),
        (taken < 300, f"there is room again, and it is answered {taken}"),
        (not left, f"{left} are left"),
    ) if not holds]


def run(folder):
    if os.geteuid() != 0:
        raise Lacks("only root mounts a small disk")
    for part in ("database", "pictures"):
        (folder / part).mkdir()
        (folder / part).chmod(0o755)
    return of_database(folder / "database") + of_pictures(folder / "pictures")
