"""What all scenarios stand on: settings of the run, databases, pages, what they find."""

import http.client
import itertools
import os
import pathlib
import socket
import subprocess
import sys
import tempfile

HUIZHI = os.environ["HUIZHI_BIN"]
POSTGRES = os.environ["HUIZHI_TEST_POSTGRES"]
PROGRAMS = os.environ["HUIZHI_TEST_POSTGRES_PROGRAMS"]
REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
# How long each scenario is watched.
SECONDS = float(os.environ.get("HUIZHI_FAULT_SECONDS", "10"))
# In this form a cut lasts as long as a page waits, and no longer.
IS_LONG = SECONDS >= 10
LIMITS = """
[limits]
pages_per_minute = 100000000
writes_per_minute = 100000000
look_ups_per_minute = 100000000
"""


class Broken(Exception):
    """What should hold does not, and the scenario cannot go on."""


class Lacks(Exception):
    """This machine lacks what the scenario needs."""


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def ask(port, method, path, body=None, headers=None, timeout=20):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
    try:
        connection.request(method, path, body, headers or {})
        answer = connection.getresponse()
        return answer.status, answer.read(), answer.headers
    finally:
        connection.close()


def run_huizhi(*words, timeout=120):
    """The command's exit status and what it said."""
    done = subprocess.run([HUIZHI, "--lang", "en", *words], capture_output=True, timeout=timeout)
    return done.returncode, (done.stdout + done.stderr).decode()


class Database:
    """One of the cluster that is there, or at `url`."""

    numbers = itertools.count(1)

    def __init__(self, url=None):
        if url is None:
            name = f"fault_{os.getpid()}_{next(self.numbers)}"
            Database(POSTGRES).psql(f"CREATE DATABASE {name}")
            url = POSTGRES.rsplit("/", 1)[0] + "/" + name
        self.url = url

    def through(self, port):
        """Its address by another port of this machine."""
        begin, rest = self.url.split("@")
        return f"{begin}@127.0.0.1:{port}/{rest.split('/')[1]}"

    @property
    def port(self):
        return int(self.url.split("@")[1].split("/")[0].split(":")[1])

    def psql(self, sql):
        asked = subprocess.run([f"{PROGRAMS}/psql", "-Atq", "-v", "ON_ERROR_STOP=1", "-c", sql,
                                self.url], capture_output=True, text=True, check=False)
        if asked.returncode != 0:
            raise Broken(f"{sql[:80]}: {asked.stderr}")
        return asked.stdout.strip()

    def count(self, sql):
        return int(self.psql(f"SELECT count(*) FROM {sql}"))


def installation(folder, database, more="", key=None):
    """A data folder whose settings name the database, which is empty or in use."""
    folder.mkdir(mode=0o700)
    settings = folder / "settings.toml"
    settings.write_text(f'behind_proxy = true\n\n[database]\npostgres = "{database}"\n'
                        f"{LIMITS}{more}")
    settings.chmod(0o600)
    if key is not None:
        (folder / "master.key").write_bytes(key)
        (folder / "master.key").chmod(0o600)
    return folder


def begun(folder):
    """Makes the tables; the first operator's password."""
    status, said = run_huizhi("storage", "init", "--data", folder)
    if status != 0:
        raise Broken(f"storage init: {said}")
    return said


def temporary():
    # Not below a folder that only root enters: a cluster within is another user's.
    return tempfile.TemporaryDirectory(prefix="huizhi-fault-", dir="/tmp")


def tell(name, **counts):
    """One line of what a scenario counted."""
    words = ", ".join(f"{count} {what.replace('_', ' ')}" for what, count in counts.items())
    print(f"{name}: {words}")
    sys.stdout.flush()
