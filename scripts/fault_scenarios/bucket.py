"""The bucket is cut off, answers every third request with 500, and takes three seconds: pages
that need no picture go on, others say 503 in time, no row names a file that is not there, and
all is well by itself."""

import threading
import time

from . import buckets
from .ground import IS_LONG, Database, begun, installation, run_huizhi, tell
from .line import Line
from .lives import call, laid_out, order, photographed
from .load import Load, whole
from .serving import Serve

CUT = 60 if IS_LONG else 12
# Puts have 15 s, and an upload has as long as it takes to send.
LONGEST_UPLOAD = 40
GROWTH_KB = 96_000


class Uploads:
    """Pictures that are put, each to an order of its own."""

    def __init__(self, port, picture):
        self.port, self.picture = port, picture
        self.answers, self.slowest = [], 0.0
        self.is_over = threading.Event()
        self.thread = threading.Thread(target=self.put)

    def put(self):
        while not self.is_over.is_set():
            number, token = order(self.port)
            began = time.monotonic()
            status, _ = call(self.port, f"PUT /orders/{number}/picture", token, self.picture,
                             "application/octet-stream", 90)
            self.slowest = max(self.slowest, time.monotonic() - began)
            self.answers.append((status, number, token))
            time.sleep(0.2)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.is_over.set()
        self.thread.join()

    def count(self, status):
        return sum(one == status for one, _, _ in self.answers)


def run(folder):
    catalogue, picture = laid_out(folder / "ground")
    database = Database()
    faults, good, begun_there = [], [], 1
    with buckets.s3() as server, Line(server) as line:
        data = installation(folder / "data", database.url, buckets.settings(line.port))
        begun(data)
        with Serve(data, more=("--catalogue", catalogue)).start() as serve:
            # The engine's own memory is there before anything is measured.
            photographed(serve.port, picture)
            for name, command, seconds in (
                (f"silent for {CUT} s", "hole", CUT),
                ("refused", "refuse", 5),
                ("every third request 500", "fail 3", 10),
                ("3 s slow", "slow 3", 10),
            ):
                before = serve.memory_kb()
                with Load(serve.port, visitors=2, pause=0.05) as load, \
                        Uploads(serve.port, picture) as uploads:
                    time.sleep(1)
                    line.tell(command)
                    time.sleep(seconds)
                    line.tell("pass")
                    mended = len(uploads.answers)
                    time.sleep(4)
                begun_there += len(load.orders) + len(uploads.answers)
                good += [one for one in uploads.answers if one[0] < 300]
                late = [status for status, _, _ in uploads.answers[mended + 1:]]
                other = len(uploads.answers) - uploads.count(200) - uploads.count(201) \
                    - uploads.count(204) - uploads.count(503)
                grown = serve.memory_kb() - before
                tell(name, pages=load.outcomes["ok"], uploads=len(uploads.answers),
                     of_them_503=uploads.count(503), other=other + load.bad(),
                     s_the_slowest_upload=round(uploads.slowest, 1), KB_grown=grown)
                faults += [f"{name}: {what}" for holds, what in (
                    (load.bad() == 0 and load.outcomes["503, try again"] == 0,
                     f"other pages: {load.outcomes}, {load.other[:3]}"),
                    (load.slowest < 5, f"another page took {load.slowest:.1f} s"),
                    (other == 0, f"{[status for status, _, _ in uploads.answers]}"),
                    (uploads.slowest < LONGEST_UPLOAD, f"{uploads.slowest:.1f} s"),
                    (all(status < 300 for status in late), f"not well again: {late}"),
                    (grown < GROWTH_KB, f"the process grew by {grown} KB"),
                ) if not holds]
            for _, number, token in good:
                status, _ = call(serve.port, f"GET /orders/{number}/photo", token)
                if status != 200:
                    faults.append(f"a photo that was acknowledged is not there: {status}")
        status, said = run_huizhi("doctor", "--all", "--data", data)
        if status != 0:
            faults.append(f"rows and files do not agree: {said}")
        # While the bucket is there: the log is held against its checkpoints too.
        return faults + whole(database, data, begun_there)
