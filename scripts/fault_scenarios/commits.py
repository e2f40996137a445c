"""The answer to COMMIT is lost on its way, again and again: each order that was asked for is
there once, and whoever asked is told so."""

import time

from .ground import SECONDS, Database, begun, installation, tell
from .line import Line
from .load import Load, lost, whole
from .serving import Nginx, Serve

# Of so many COMMITs the answer to one is lost.
PARTS = 7


def run(folder):
    database = Database()
    with Line(database.port) as line:
        data = installation(folder / "data", database.through(line.port))
        begun(data)
        with Serve(data) as one, Serve(data) as two:
            serves = [one.start(), two.start()]
            with Nginx(folder, serves) as proxy:
                line.tell(f"lose {PARTS}")
                with Load(proxy.port) as load:
                    time.sleep(SECONDS * 2)
                cut = int(line.tell("pass"))
                missing = lost(proxy.port, database, load.orders)
        orders = database.count("orders")
        tell("answers to COMMIT lost", cut=cut, ok=load.outcomes["ok"],
             try_again=load.outcomes["503, try again"], other=load.bad())
        return [what for holds, what in (
            (cut > 10, f"only {cut} answers were lost"),
            (missing == 0, f"{missing} orders were acknowledged and are not there"),
            # Neither one that nobody was told of, nor one that was made twice.
            (orders == len(load.orders), f"{orders} orders, {len(load.orders)} acknowledged"),
            (load.bad() == 0, f"{load.outcomes}, {load.other[:3]}"),
        ) if not holds] + whole(database, data, len(load.orders))
