"""A back-up is made under load, killed on the way, refreshed, and brought back to a folder,
killed on the way. Then the sealing key is replaced under load, killed on the way: processes go
on with the old file, and start again with the new one."""

import shutil
import signal
import subprocess
import time

from .ground import HUIZHI, LIMITS, Database, ask, begun, installation, run_huizhi
from .load import Load, lost, whole
from .serving import Nginx, Serve


def interrupted(command, kills):
    """Runs a command that goes on where it was killed; kills it so often, later each time.
    Its status, what it said, how often it was killed."""
    done, patience = 0, 0.1
    while True:
        run = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        try:
            said = run.communicate(timeout=patience if done < kills else 300)[1]
            return run.returncode, said.decode(), done
        except subprocess.TimeoutExpired:
            run.kill()
            run.communicate()
            done, patience = done + 1, patience * 2


def kept(folder, data, port, acknowledged):
    """A back-up and the way back; what does not hold."""
    place, again = folder / "backup", folder / "again"
    again.mkdir(mode=0o700)
    shutil.copy(data / "master.key", again / "master.key")
    (again / "settings.toml").write_text(LIMITS)
    make = [HUIZHI, "backup", "--data", data, "--to", place]
    with Load(port) as load:
        time.sleep(2)
        code, said, kills = interrupted(make, 4)
        if code != 0:
            return [f"the back-up is not made: {said}"]
        before = dict(load.orders)
        code, said, _ = interrupted(make, 0)
        if code != 0:
            return [f"the back-up is not refreshed: {said}"]
    acknowledged.update(load.orders)
    bring = [HUIZHI, "restore", "--from", place, "--data", again]
    code, said, killed_then = interrupted(bring, 4)
    # Killed after its last step, the one before was whole.
    if code != 0 and "storage-not-empty" not in said:
        return [f"the back-up is not brought back: {said}"]
    faults = []
    for command in (["audit", "verify"], ["doctor", "--all"]):
        status, told = run_huizhi(*command, "--data", again)
        if status != 0:
            faults.append(f"{command} of what was brought back: {told}")
    with Serve(again).start() as serve:
        missing = sum(ask(serve.port, "GET", f"/api/v1/orders/{number}",
                          headers={"authorization": f"Bearer {token}"})[0] != 200
                      for number, token in before.items())
    print(f"{len(before)} orders backed up under load, killed {kills} times on the way, and "
          f"brought back, killed {killed_then} times: {missing} lost")
    if missing:
        faults.append(f"{missing} orders are not in the back-up")
    return faults


def rekeyed(data, database, serves, port, acknowledged):
    """The sealing key is replaced; what does not hold."""
    was = (data / "master.key").read_text()
    rotate = [HUIZHI, "--lang", "en", "key", "rotate", "sealing", "--yes", "--data", data]
    with Load(port) as load:
        time.sleep(0.5)
        code, said, kills = interrupted(rotate, 7)
        time.sleep(2)
    acknowledged.update(load.orders)
    if code != 0:
        return [f"the key is not replaced: {said}"]
    faults = []
    if load.bad():
        faults.append(f"while the key was replaced: {load.outcomes}, {load.other[:3]}")
    if (data / "master.key").read_text() == was or (data / "master.key.new").exists():
        faults.append("the new key is not in its place")
    keys = database.count("(SELECT DISTINCT substr(key, 2, 8) FROM orders "
                          "WHERE key IS NOT NULL) AS keys")
    if keys != 1:
        faults.append(f"orders are under {keys} keys")
    for serve in serves:
        serve.end(signal.SIGTERM)
        serve.start()
    print(f"the sealing key replaced under load, killed {kills} times on the way: "
          f"{load.outcomes['ok']} requests ok, {load.bad()} failed")
    return faults


def run(folder):
    database = Database()
    data = installation(folder / "data", database.url)
    begun(data)
    acknowledged = {}
    with Serve(data).start() as first, Serve(data).start() as second:
        with Nginx(folder, [first, second]) as proxy:
            faults = kept(folder, data, proxy.port, acknowledged)
            faults += rekeyed(data, database, [first, second], proxy.port, acknowledged)
            if missing := lost(proxy.port, database, acknowledged):
                faults.append(f"{missing} orders were acknowledged and are not there")
    return faults + whole(database, data, len(acknowledged))
