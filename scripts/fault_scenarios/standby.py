"""The primary of two PostgreSQL servers is killed, its synchronous standby is promoted, and
the address leads there: nothing that was answered is lost, and the processes go on by
themselves; also where the address moves before the standby may write."""

import os
import subprocess
import time

from .ground import (IS_LONG, PROGRAMS, SECONDS, Broken, Database, begun, free_port,
                     installation, tell)
from .line import Line
from .load import Load, lost, whole
from .serving import Nginx, Serve

# Of the promise: so long do pages say 503 at most.
LONGEST = 10


class Server:
    """A PostgreSQL server of its own."""

    def __init__(self, folder):
        self.folder, self.port = folder, free_port()
        self.url = f"postgres://huizhi@127.0.0.1:{self.port}/postgres"
        self.environment = {"HOME": folder}
        folder.mkdir()
        # PostgreSQL does not run as root.
        self.runs_as = []
        if os.geteuid() == 0:
            subprocess.run(["chown", "nobody", folder], check=True)
            self.runs_as = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"]

    def call(self, program, *words, check=True):
        # For the server's user alone: what is shared is made by whoever is first.
        environment = [f"{name}={value}" for name, value in self.environment.items()]
        return subprocess.run(
            [*self.runs_as, "env", *environment, f"{PROGRAMS}/{program}", *words], check=check,
            cwd=self.folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def make(self):
        self.call("initdb", "--no-sync", "--auth=trust", "--username=huizhi", "--encoding=UTF8",
                  "--locale=C.UTF-8", "-D", self.folder / "data")

    def follow(self, primary):
        """Makes it a standby."""
        self.call("pg_basebackup", "-d", primary.url, "-D", self.folder / "data", "-R",
                  "-c", "fast", "--no-sync")

    def start(self):
        options = (f"-c port={self.port} -c listen_addresses=127.0.0.1 -c max_connections=100 "
                   f"-c unix_socket_directories={self.folder}")
        done = self.call("pg_ctl", "-D", self.folder / "data", "-l", self.folder / "log", "-w",
                         "-o", options, "start", check=False)
        if done.returncode != 0:
            raise Broken(f"a server does not start: {(self.folder / 'log').read_text()[-500:]}")

    def control(self, *words, check=True):
        done = self.call("pg_ctl", "-D", self.folder / "data", "-w", *words, check=check)
        return done.returncode

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.control("-m", "immediate", "stop", check=False)


def failover(folder, moves_first):
    """`moves_first`: whether the address moves before the standby is promoted."""
    with Server(folder / "one") as one, Server(folder / "two") as two:
        one.make()
        one.start()
        database = Database(one.url)
        two.follow(one)
        two.start()
        # From now on what is saved waits for it.
        database.psql("ALTER SYSTEM SET synchronous_standby_names = '*'")
        database.psql("SELECT pg_reload_conf()")
        with Line(one.port) as line:
            data = installation(folder / "data", database.through(line.port))
            begun(data)
            with Serve(data) as first, Serve(data) as second:
                serves = [first.start(), second.start()]
                with Nginx(folder, serves) as proxy:
                    with Load(proxy.port) as load:
                        time.sleep(3)
                        began = time.monotonic()
                        one.control("-m", "immediate", "stop")
                        if moves_first:
                            line.tell(f"to {two.port}")
                            time.sleep(2)
                        two.control("promote")
                        line.tell(f"to {two.port}")
                        time.sleep(max(SECONDS, LONGEST + 1))
                    well = max(0.0, load.last_bad - began)
                    missing = lost(proxy.port, Database(two.url), load.orders)
            when = "before" if moves_first else "after"
            tell(f"the address moves {when} the promotion", ok=load.outcomes["ok"],
                 try_again=load.outcomes["503, try again"], other=load.bad(),
                 s_until_well=round(well, 1))
            faults = [what for holds, what in (
                (missing == 0, f"{missing} orders were acknowledged and are not there"),
                (load.bad() == 0, f"{load.outcomes}, {load.other[:3]}"),
                (well < LONGEST, f"503 for {well:.1f} s"),
            ) if not holds]
            return faults + whole(Database(two.url), data, len(load.orders))


def run(folder):
    faults = []
    # The harder one in the short form.
    for place, moves_first in (("before", True), ("after", False))[:2 if IS_LONG else 1]:
        (folder / place).mkdir()
        (folder / place).chmod(0o755)
        faults += failover(folder / place, moves_first)
    return faults
