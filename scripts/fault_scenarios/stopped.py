"""Processes that are stopped (SIGSTOP) and go on: one that chains the log, one between a
picture's file and its row, one with a job whose lease runs out."""

import glob
import http.server
import os
import signal
import threading
import time

from . import buckets
from .ground import Broken, Database, Lacks, begun, installation, tell
from .line import Line
from .lives import call, laid_out, order, submitted
from .load import Load, whole
from .serving import Serve
from .standby import Server

# What a notice leaves: its job, if any, and the order's lines.
SETTLED = ("SELECT (SELECT string_agg(key, ' ') FROM jobs WHERE key LIKE 'tell:%'), "
           "(SELECT string_agg(what, ' ' ORDER BY seq) FROM events)")
LIBRARIES = "/usr/lib/*/faketime/libfaketimeMT.so.1"


def sequencer(folder):
    """One stops while its transaction chains the log: deeds go on, another chains."""
    database = Database()
    with Line(database.port) as line:
        # What is chained first never gets beyond the line.
        line.tell("freeze log_inbox")
        stopping = installation(folder / "stopping", database.through(line.port))
        begun(installation(folder / "data", database.url))
        key = (folder / "data" / "master.key").read_bytes()
        (stopping / "master.key").write_bytes(key)
        (stopping / "master.key").chmod(0o600)
        with Serve(folder / "data").start() as other, Serve(stopping) as stopped:
            # Alone it would have chained by now.
            other.process.send_signal(signal.SIGSTOP)
            stopped.start()
            until = time.monotonic() + 20
            while not int(line.tell("frozen")):
                if time.monotonic() > until:
                    raise Broken("it never chains")
                time.sleep(0.05)
            stopped.process.send_signal(signal.SIGSTOP)
            other.process.send_signal(signal.SIGCONT)
            began = time.monotonic()
            with Load(other.port) as load:
                time.sleep(3)
            longest = load.slowest
            while database.count("log_inbox") and time.monotonic() - began < 30:
                time.sleep(0.1)
            took = time.monotonic() - began
            stopped.process.send_signal(signal.SIGCONT)
            # It goes on with what the server has ended.
            time.sleep(2)
            with Load(stopped.port, visitors=2) as after:
                time.sleep(2)
        tell("whoever chains is stopped", ok=load.outcomes["ok"], other=load.bad(),
             s_the_slowest=round(longest, 1), s_until_another_chains=round(took, 1),
             ok_afterwards=after.outcomes["ok"])
        acknowledged = len(load.orders) + len(after.orders)
        return [f"whoever chains is stopped: {what}" for holds, what in (
            (load.bad() + after.bad() == 0, f"{load.outcomes} {after.outcomes}"),
            (load.outcomes["503, try again"] == 0, f"{load.outcomes}"),
            # The server ends such a transaction after 10 s.
            (took < 14, f"nobody else chains for {took:.1f} s"),
        ) if not holds] + whole(database, folder / "data", acknowledged)


class Hook(http.server.ThreadingHTTPServer):
    """Takes web hooks; the first is answered when it is told to."""

    def __init__(self):
        self.bodies, self.go_on = [], threading.Event()
        hook = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                hook.bodies.append(self.rfile.read(int(self.headers["content-length"])))
                if len(hook.bodies) == 1:
                    hook.go_on.wait(60)
                self.send_response(204)
                self.end_headers()

            def log_message(self, *_):
                pass

        super().__init__(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.serve_forever, daemon=True).start()


class Hours:
    """A database whose clock can be put forward."""

    def __init__(self, folder):
        if not (library := glob.glob(LIBRARIES)):
            raise Lacks("libfaketime (Debian: faketime)")
        self.file = folder / "clock"
        self.put("+0")
        self.server = Server(folder / "server")
        self.server.make()
        self.server.environment |= {"LD_PRELOAD": library[0], "FAKETIME_NO_CACHE": "1",
                                   "FAKETIME_TIMESTAMP_FILE": self.file,
                                   "DONT_FAKE_MONOTONIC": "1",
                                   "FAKETIME_DONT_FAKE_MONOTONIC": "1"}
        self.server.start()
        self.database = Database(self.server.url)

    def put(self, forward):
        # In one step: a file that is being written is empty.
        new = self.file.with_suffix(".new")
        new.write_text(forward + "\n")
        new.chmod(0o644)
        os.replace(new, self.file)

    def __enter__(self):
        return self

    def __exit__(self, *more):
        self.server.__exit__(*more)


def between_file_and_row(folder):
    """A picture's file is stored, then the process stops for two hours: it names no file that
    may be gone."""
    catalogue, picture = laid_out(folder / "ground")
    with Hours(folder) as hours, buckets.s3() as port, Line(port) as line:
        database = hours.database
        data = installation(folder / "data", database.url, buckets.settings(line.port))
        begun(data)
        with Serve(data, more=("--catalogue", catalogue)).start() as serve:
            number, token = order(serve.port)
            answers = []
            asked = int(line.tell("puts"))
            # A put has 15 s; the database is asked for the time each five.
            line.tell("slow 11")
            thread = threading.Thread(target=lambda: answers.append(
                call(serve.port, f"PUT /orders/{number}/picture", token, picture,
                     "application/octet-stream", 120)))
            thread.start()
            while int(line.tell("puts")) == asked:
                time.sleep(0.02)
            # The bucket has it, or is about to; nobody has heard so.
            time.sleep(1)
            serve.process.send_signal(signal.SIGSTOP)
            hours.put("+2h")
            time.sleep(1)
            serve.process.send_signal(signal.SIGCONT)
            time.sleep(6)
            line.tell("pass")
            thread.join()
            rows = database.count("attempts")
            status = answers[0][0]
            again, _ = call(serve.port, f"PUT /orders/{number}/picture", token, picture,
                            "application/octet-stream", 120)
    tell("stopped between file and row", answered=status, rows=rows, again=again)
    return [f"stopped between file and row: {what}" for holds, what in (
        (status == 503, f"it is answered {status}"),
        (rows == 0, "a row names the file"),
        (again < 300, f"the next is answered {again}"),
    ) if not holds]


def beyond_its_lease(folder):
    """A process stops while it tells of an order; another takes the job over and settles it;
    the first goes on and changes nothing."""
    catalogue, picture = laid_out(folder / "ground")
    with Hours(folder) as hours:
        hook, database = Hook(), hours.database
        url = f"http://127.0.0.1:{hook.server_port}/hook"
        data = installation(folder / "data", database.url,
                            f'\n[webhook]\nurl = "{url}"\nsecret = "{"s" * 40}"\n')
        begun(data)
        more = ("--catalogue", catalogue)
        with Serve(data, more=more).start() as one:
            submitted(one.port, picture)
            until = time.monotonic() + 40
            while not hook.bodies:
                if time.monotonic() > until:
                    raise Broken(f"nobody is told: {one.said()[-500:]}")
                time.sleep(0.05)
            leased = database.psql("SELECT key, tries FROM jobs WHERE state = 'leased'")
            one.process.send_signal(signal.SIGSTOP)
            hours.put("+130s")
            with Serve(data, more=more).start() as two:
                until = time.monotonic() + 40
                while len(hook.bodies) < 2 or database.psql(
                        "SELECT key FROM jobs WHERE state = 'leased'"):
                    if time.monotonic() > until:
                        raise Broken(f"nobody takes it over: {leased} {two.said()[-500:]}")
                    time.sleep(0.1)
                told = database.psql(SETTLED)
                hook.go_on.set()
                one.process.send_signal(signal.SIGCONT)
                time.sleep(4)
                after = database.psql(SETTLED)
                is_fenced = "taken over by another worker" in one.said()
    tell("stopped beyond its lease", calls=len(hook.bodies), leased=leased)
    return [f"stopped beyond its lease: {what}" for holds, what in (
        (len(hook.bodies) == 2, f"{len(hook.bodies)} calls"),
        (told == after, f"the first changed what the second had settled: {told}, {after}"),
        (is_fenced, "the first does not know that it was late"),
    ) if not holds]


def run(folder):
    faults = []
    for part in (sequencer, between_file_and_row, beyond_its_lease):
        place = folder / part.__name__
        place.mkdir()
        place.chmod(0o755)
        faults += part(place)
    return faults
