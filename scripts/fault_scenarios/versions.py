"""Processes of two versions at once: tables that only gained something, programs of before that
are started again, and processes replaced one by one, at 200 requests a second and without one
that failed. HUIZHI_OLD_BIN names a program of an older version, if there is one."""

import os
import subprocess
import time

from .ground import HUIZHI, SECONDS, Database, begun, installation, tell
from .load import Load, lost, whole
from .serving import Nginx, Serve

OLD = os.environ.get("HUIZHI_OLD_BIN", HUIZHI)
REQUESTS_A_SECOND = 200
VISITORS = 16
# What a newer program's migration may do beside processes of before.
NEWER = """BEGIN;
ALTER TABLE orders ADD COLUMN later BIGINT;
ALTER TABLE jobs ADD COLUMN later TEXT;
CREATE TABLE later (id BIGINT);
INSERT INTO applied_migrations VALUES (9000);
COMMIT"""


def refuses(data):
    """Whether a program of before says that the tables are too new for it."""
    done = subprocess.run([HUIZHI, "--lang", "en", "serve", "--data", data, "--listen",
                           "127.0.0.1:0"], capture_output=True, timeout=60, check=False)
    return b"[storage-newer]" in done.stderr


def run(folder):
    database = Database()
    data = installation(folder / "data", database.url)
    begun(data)
    faults, acknowledged = [], {}
    with Serve(data) as one, Serve(data) as two:
        serves = [one.start(OLD), two.start()]
        with Nginx(folder, serves) as proxy:

            def watched(name, deed):
                with Load(proxy.port, VISITORS, VISITORS / REQUESTS_A_SECOND) as load:
                    time.sleep(1)
                    began = time.monotonic()
                    deed()
                    time.sleep(SECONDS / 2)
                    took = time.monotonic() - began + 1
                acknowledged.update(load.orders)
                failed = sum(load.outcomes.values()) - load.outcomes["ok"]
                tell(name, requests=sum(load.outcomes.values()), failed=failed,
                     a_second=round(sum(load.outcomes.values()) / took))
                if failed:
                    faults.append(f"{name}: {load.outcomes}, {load.other[:3]}")

            def replaced():
                for serve in serves:
                    serve.end()
                    serve.start()

            watched("replaced one by one", replaced)
            watched("tables that gained something", lambda: database.psql(NEWER))
            watched("programs of before started again", replaced)
            if missing := lost(proxy.port, database, acknowledged):
                faults.append(f"{missing} orders were acknowledged and are not there")
        database.psql("UPDATE oldest_program SET migration = 9000")
        if not refuses(data):
            faults.append("a program of before takes tables that are too new for it")
        # Those at work go on.
        with Load(one.port, visitors=2) as load:
            time.sleep(1)
        acknowledged.update(load.orders)
        if sum(load.outcomes.values()) != load.outcomes["ok"]:
            faults.append(f"a process of before does not go on: {load.outcomes}")
    database.psql("UPDATE oldest_program SET migration = 1")
    return faults + whole(database, data, len(acknowledged))
