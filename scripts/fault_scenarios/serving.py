"""Processes and the proxy before them."""

import os
import pathlib
import signal
import subprocess
import time

from .ground import HUIZHI, REPOSITORY, Broken, ask, free_port


class Serve:
    """One process; starts on the same port each time."""

    def __init__(self, folder, environment=None, more=(), does="serve"):
        """`does`: the command; `more`: further words of it."""
        self.does, self.more = does, more
        self.folder, self.port, self.process = folder, free_port(), None
        self.environment = environment or {}
        self.log = open(folder / f"{does}-{self.port}.log", "ab")

    def start(self, program=HUIZHI):
        self.process = subprocess.Popen(
            [program, self.does, "--data", self.folder, "--listen", f"127.0.0.1:{self.port}",
             *self.more],
            stdout=self.log, stderr=self.log, env={**os.environ, **self.environment})
        self.wait(30)
        return self

    def wait(self, seconds):
        """Until it says that it is ready."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if self.process.poll() is not None:
                break
            try:
                if ask(self.port, "GET", "/readyz")[0] == 200:
                    return
            except OSError:
                pass
            time.sleep(0.05)
        raise Broken(f"a process does not get ready: {self.said()[-2000:]}")

    def end(self, how=signal.SIGTERM):
        self.process.send_signal(how)
        self.process.wait(60)

    def said(self):
        return pathlib.Path(self.log.name).read_text()

    def memory_kb(self):
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(status.split("VmRSS:")[1].split()[0])

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process and self.process.poll() is None:
            # One that a scenario stopped goes on first.
            self.process.send_signal(signal.SIGCONT)
            self.end(signal.SIGKILL)


class Nginx:
    """The proxy of deploy/nginx.conf before these processes."""

    def __init__(self, folder, serves):
        self.port = free_port()
        conf = (REPOSITORY / "deploy/nginx.conf").read_text()
        begin = conf.index("    server serve-1")
        end = conf.index("    keepalive")
        servers = "".join(f"    server 127.0.0.1:{one.port} max_fails=1 fail_timeout=1s;\n"
                          for one in serves)
        conf = conf[:begin] + servers + conf[end:]
        # All visitors have one address here.
        conf = conf.replace("hash $remote_addr", "hash $http_x_visitor")
        conf = conf.replace("listen 8080", f"listen 127.0.0.1:{self.port}")
        for place in ("body", "proxy", "fastcgi", "uwsgi", "scgi"):
            (folder / place).mkdir()
        temp = "".join(f"    {name}_temp_path {folder}/{place};\n" for name, place in (
            ("client_body", "body"), ("proxy", "proxy"), ("fastcgi", "fastcgi"),
            ("uwsgi", "uwsgi"), ("scgi", "scgi")))
        path = folder / "nginx.conf"
        path.write_text(f"daemon off;\nmaster_process off;\npid {folder}/nginx.pid;\n"
                        f"error_log {folder}/nginx.log;\nevents {{}}\n"
                        f"http {{\n    access_log off;\n{temp}{conf}}}\n")
        self.process = subprocess.Popen(["nginx", "-p", folder, "-c", path],
                                        stderr=subprocess.DEVNULL)
        time.sleep(0.5)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()
