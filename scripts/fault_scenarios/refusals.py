"""What is wrong with database, bucket, key or tables when a process starts is said by its
code, and nothing is written, neither to the database nor to the folder."""

import hashlib
import shutil
import subprocess

from . import buckets
from .ground import (HUIZHI, LIMITS, PROGRAMS, Broken, Database, Lacks, begun, free_port,
                     installation, run_huizhi)
from .serving import Serve


def written(database, folder):
    """What there is: all rows, and the folder's files."""
    dump = subprocess.run([f"{PROGRAMS}/pg_dump", "--no-owner", database.url],
                          capture_output=True, check=True).stdout
    # Its first and last lines have a number drawn by chance.
    lines = [line for line in dump.splitlines()
             if not line.startswith((b"\\restrict", b"\\unrestrict"))]
    files = [(path.name, path.stat().st_mtime_ns) for path in sorted(folder.rglob("*"))]
    return hashlib.sha256(b"\n".join(lines)).hexdigest(), files


def started(folder, timeout=40):
    """What a process says that is to refuse."""
    try:
        done = subprocess.run(
            [HUIZHI, "--lang", "en", "serve", "--data", folder, "--listen", "127.0.0.1:0"],
            capture_output=True, timeout=timeout, check=False)
    except subprocess.TimeoutExpired:
        return "it serves"
    return (done.stdout + done.stderr).decode()


def run(folder):
    faults = []

    def check(name, expected, spoil, more="", key=None):
        """`spoil` is SQL; `more` are settings; `key` what the folder has as
        its key, nothing for none."""
        place = folder / name
        place.mkdir()
        database = Database()
        data = installation(place / "data", database.url)
        begun(data)
        right = (data / "master.key").read_bytes()
        if spoil:
            database.psql(spoil)
        data = installation(place / "other", database.url, more, right if key is None else key)
        if key == b"":
            (data / "master.key").unlink()
        before = written(database, data)
        said = started(data)
        code = f"[{expected}]"
        print(f"{name:<20} {code if code in said else said.strip()[-300:]}", flush=True)
        if code not in said:
            faults.append(f"{name}: {said.strip()[-500:]}")
        if written(database, data) != before:
            faults.append(f"{name}: something was written: {written(database, data)} {before}")

    name = "(SELECT current_database())"
    check("read-only", "storage-read-only",
          "DO $$BEGIN EXECUTE format('ALTER DATABASE %I SET default_transaction_read_only = on',"
          f" {name}); END$$")
    check("newer", "storage-newer", "INSERT INTO applied_migrations VALUES (9000);"
          "UPDATE oldest_program SET migration = 9000")
    check("older", "storage-older", "DELETE FROM applied_migrations;"
          "INSERT INTO applied_migrations VALUES (18)")
    check("moved", "storage-moved", "INSERT INTO applied_migrations VALUES (9999)")
    check("wrong key", "master-key-another", None, key=b"7" * 64)
    check("no key", "master-key-missing", None, key=b"")
    check("key cut short", "master-key-length", None, key=b"0123456789abcdef")
    check("no seals", "storage-seals-missing", "DELETE FROM row_seals")
    check("endpoint", "bucket-endpoint", None, buckets.settings("1/path"))
    check("bucket gone", "blob-unreachable", None, buckets.settings(free_port()))
    try:
        with buckets.s3() as port:
            check("wrong bucket", "blob-no-bucket", None, buckets.settings(port, "another"))
    except Lacks as lacks:
        print(f"Skipped: wrong bucket: {lacks}")
    return faults + of_addresses(folder / "addresses") + of_copies(folder / "copies")


def of_addresses(folder):
    """Where there is no database of this program."""
    folder.mkdir()
    empty = Database()
    faults = []
    for name, url, expected in (
        ("no address", "nonsense", "storage-address"),
        ("nobody listens", f"postgres://huizhi@127.0.0.1:{free_port()}/huizhi",
         "storage-unavailable"),
        ("no such database", empty.url + "_not", "storage-no-database"),
        ("no tables", empty.url, "storage-empty"),
    ):
        data = installation(folder / name, url)
        said = started(data)
        code = f"[{expected}]"
        print(f"{name:<20} {code if code in said else said.strip()[-300:]}", flush=True)
        if code not in said:
            faults.append(f"{name}: {said.strip()[-500:]}")
        if left := [path.name for path in data.iterdir() if path.name != "settings.toml"]:
            faults.append(f"{name}: {left} were written")
    return faults


def of_copies(folder):
    """A copy that is not finished, and one into what has data."""
    folder.mkdir()
    old = folder / "old"
    old.mkdir(mode=0o700)
    (old / "settings.toml").write_text(LIMITS)
    with Serve(old).start() as serve:
        serve.end()
    database = Database()
    key = (old / "master.key").read_bytes()
    data = installation(folder / "data", database.url, key=key)
    copied = run_huizhi("storage", "copy", "--from", old, "--data", data)
    if copied[0] != 0:
        raise Broken(f"the copy fails: {copied[1]}")
    faults = []
    run_huizhi("storage", "reopen", "--data", old)
    used = run_huizhi("storage", "copy", "--from", old, "--data", data)
    if "[storage-not-empty]" not in used[1]:
        faults.append(f"a copy into what has data: {used[1]}")
    # As a copy is until its last transaction.
    shutil.rmtree(data)
    half = Database()
    data = installation(folder / "data", half.url, key=key)
    process = subprocess.Popen([HUIZHI, "storage", "copy", "--from", old, "--data", data],
                               stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    while half.psql("SELECT to_regclass('copy_progress') IS NOT NULL") != "t":
        if process.poll() is not None:
            return faults
    process.kill()
    process.wait()
    said = started(data)
    if "[storage-half-copied]" not in said and "[storage-empty]" not in said:
        faults.append(f"a half-copied database: {said[-500:]}")
    print("half-copied          " + ("refused" if "it serves" not in said else "served"))
    return faults
