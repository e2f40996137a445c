"""A server of the S3 protocol for a scenario, and settings that name a bucket of it."""

import contextlib
import subprocess
import urllib.parse

from .ground import REPOSITORY, Broken, Lacks, ask

BUCKET = "faults"


@contextlib.contextmanager
def s3():
    """A server with a bucket; its port."""
    server = subprocess.Popen(
        [REPOSITORY / "scripts/with-s3", "sh", "-c", 'echo "$HUIZHI_TEST_S3"; exec cat'],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        address = server.stdout.readline().strip()
        if not address:
            raise Lacks(f"no S3 server: {server.communicate()[1].strip()[-300:]}")
        port = urllib.parse.urlsplit(address).port
        status, said, _ = ask(port, "PUT", f"/{BUCKET}")
        if status != 200:
            raise Broken(f"no bucket is made: {status} {said}")
        yield port
    finally:
        # Its input ends, and with it the command that it was started for.
        server.stdin.close()
        server.wait(20)


def settings(port, bucket=BUCKET):
    return (f'\n[blobs.s3]\nendpoint = "http://127.0.0.1:{port}"\nbucket = "{bucket}"\n'
            'access_key_id = "testing"\nsecret_access_key = "testing"\n')
