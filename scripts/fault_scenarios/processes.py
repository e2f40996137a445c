"""A folder is copied to the database, killed on the way; processes are replaced and killed,
the database is restarted and crashes, all under load."""

import shutil
import signal
import subprocess
import time

from .ground import HUIZHI, LIMITS, SECONDS, Broken, Database, installation
from .load import VISITORS, Load, lost, whole
from .serving import Nginx, Serve
from .standby import Server


def outgrown(old, new):
    """A folder is filled and copied to the database, killed five times on the way; the
    orders that were acknowledged."""
    (old / "settings.toml").write_text(LIMITS)
    with Serve(old).start() as serve:
        with Load(serve.port) as load:
            time.sleep(3)
        serve.end(signal.SIGTERM)
    shutil.copy(old / "master.key", new / "master.key")
    command = [HUIZHI, "storage", "copy", "--from", old, "--data", new]
    kills, patience = 0, 0.15
    while True:
        copy = subprocess.Popen(command, stderr=subprocess.PIPE)
        try:
            said = copy.communicate(timeout=patience if kills < 5 else 120)[1]
        except subprocess.TimeoutExpired:
            copy.kill()
            copy.communicate()
            kills, patience = kills + 1, patience + 0.1
            continue
        # Killed after its last step, the one before was whole.
        if copy.returncode != 0 and b"storage-moved" not in said:
            raise Broken(f"the copy does not go on: {said.decode()}")
        break
    again = subprocess.run([HUIZHI, "serve", "--data", old, "--listen", "127.0.0.1:0"],
                           capture_output=True, timeout=30)
    if b"storage-moved" not in again.stderr:
        raise Broken("the old folder is used after it was copied")
    print(f"{len(load.orders)} orders copied, killed {kills} times on the way")
    return load.orders


def rolling(serves, _):
    for serve in serves:
        serve.end(signal.SIGTERM)
        serve.start()


def killed(serves, _):
    serves[0].end(signal.SIGKILL)
    time.sleep(SECONDS / 2)
    serves[0].start()


def restarted(_, server):
    server.control("-m", "fast", "restart")


def crashed(_, server):
    server.control("-m", "immediate", "stop")
    server.start()


# What is done; how; how many requests may fail in another way than by a 503 that
# asks to try again.
FAULTS = [
    ("processes replaced one by one", rolling, 0),
    # What was in work in it.
    ("a process killed", killed, VISITORS),
    ("database restarted", restarted, 0),
    ("database crashed", crashed, 0),
]


def run(folder):
    with Server(folder / "server") as server:
        server.make()
        server.start()
        return faulted(folder, server)


def faulted(folder, server):
    database = Database(server.url)
    data = installation(folder / "data", database.url)
    old = folder / "old"
    old.mkdir(mode=0o700)
    faults = []
    acknowledged = outgrown(old, data)
    with Serve(data) as one, Serve(data) as two:
        serves = [one.start(), two.start()]
        with Nginx(folder, serves) as proxy:
            print(f"{'':<32} {'ok':>7} {'try again':>10} {'broken off':>11} {'other':>6} "
                  f"{'well after':>11}")
            for name, fault, tolerated in FAULTS:
                with Load(proxy.port) as load:
                    time.sleep(1)
                    fault(serves, server)
                    mended = time.monotonic()
                    time.sleep(SECONDS)
                acknowledged.update(load.orders)
                broken, again = load.outcomes["broken off"], load.outcomes["503, try again"]
                other = load.bad() - broken
                after = max(0.0, load.last_bad - mended)
                print(f"{name:<32} {load.outcomes['ok']:>7} {again:>10} {broken:>11} "
                      f"{other:>6} {after:>9.1f} s", flush=True)
                if broken > tolerated or other > 0:
                    faults.append(f"{name}: {load.outcomes}, {load.other[:3]}")
                if after > SECONDS - 1:
                    faults.append(f"{name}: not well again")
            if missing := lost(proxy.port, database, acknowledged):
                faults.append(f"{missing} orders were acknowledged and are not there")
    return faults + whole(database, data, len(acknowledged))
