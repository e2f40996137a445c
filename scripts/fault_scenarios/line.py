"""A TCP line that breaks as it is told: a process of its own, which reads one command a
line from its input.

    to PORT           where new connections lead; those that are open stay
    pass              bytes pass (as at first)
    hole              no byte passes, either way, and nobody is told; what was sent comes later
    dead              the same for the connections that are open, for ever; new ones pass
    refuse            open connections end, new ones end at once
    lose PARTS        of so many COMMITs one reaches the server and its answer does not come back
    fail PARTS        of so many HTTP requests one is answered 500
    slow SECONDS      each answer comes so much later
    freeze WORD       the first connection that is asked something with this word gets no
                      further byte, once; `frozen` says whether
    puts              says how many files were put over it
"""

import asyncio
import subprocess
import sys

from .ground import free_port

BYTES = 65_536
METHODS = (b"GET ", b"PUT ", b"POST", b"HEAD", b"DELE")
FAILED = (b"HTTP/1.1 500 Internal Server Error\r\ncontent-length: 0\r\n"
          b"connection: close\r\n\r\n")


class Line:
    """The process, as a scenario holds it."""

    def __init__(self, to):
        self.port = free_port()
        self.process = subprocess.Popen(
            [sys.executable, "-B", "-m", __spec__.name, str(self.port), str(to)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        # It listens.
        self.process.stdout.readline()

    def tell(self, command):
        """Once this returns, it is so."""
        self.process.stdin.write(command + "\n")
        self.process.stdin.flush()
        return self.process.stdout.readline().strip()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()


class Broken:
    """The state of the line."""

    def __init__(self, to):
        self.to, self.lose, self.fail, self.slow = to, 0, 0, 0.0
        self.is_refused, self.word, self.frozen = False, b"", 0
        self.commits, self.requests, self.puts, self.lost = 0, 0, 0, 0
        self.open = asyncio.Event()
        self.open.set()
        self.writers, self.generation = set(), 0

    def told(self, command):
        words = command.split()
        value = words[1] if len(words) > 1 else "0"
        match words[0]:
            case "to":
                self.to = int(value)
            case "pass":
                self.open.set()
                self.lose = self.fail = 0
                self.slow, self.is_refused = 0.0, False
            case "hole":
                self.open.clear()
            case "dead":
                self.generation += 1
            case "refuse":
                self.is_refused = True
                for writer in self.writers:
                    writer.transport.abort()
            case "lose":
                self.lose = int(value)
            case "fail":
                self.fail = int(value)
            case "slow":
                self.slow = float(value)
            case "freeze":
                self.word = value.encode()
            case "frozen":
                print(self.frozen, flush=True)
                return
            case "puts":
                print(self.puts, flush=True)
                return
            case _:
                sys.exit(f"unknown: {command}")
        print(self.lost, flush=True)

    async def passes(self, generation):
        await self.open.wait()
        if generation != self.generation:
            await asyncio.Event().wait()

    async def connected(self, reader, writer):
        if self.is_refused:
            writer.transport.abort()
            return
        generation = self.generation
        self.writers.add(writer)
        await self.passes(generation)
        try:
            there, back = await asyncio.open_connection("127.0.0.1", self.to)
        except OSError:
            writer.transport.abort()
            self.writers.discard(writer)
            return
        self.writers.add(back)
        # Whether the answer to what was passed on last is to be lost.
        losing = asyncio.Event()

        async def asks():
            while data := await reader.read(BYTES):
                await self.passes(generation)
                if self.lose and b"COMMIT" in data:
                    self.commits += 1
                    if self.commits % self.lose == 0:
                        losing.set()
                if self.word and self.word in data:
                    self.word, self.frozen = b"", 1
                    back.write(data)
                    await asyncio.Event().wait()
                if data.startswith(METHODS):
                    self.requests += 1
                    self.puts += data.startswith(b"PUT ")
                    if self.fail and self.requests % self.fail == 0:
                        self.lost += 1
                        writer.write(FAILED)
                        await writer.drain()
                        # What else of it comes is taken, so that the answer is read.
                        await asyncio.sleep(0.2)
                        return
                back.write(data)
                await back.drain()

        async def answers():
            while data := await there.read(BYTES):
                if self.slow:
                    await asyncio.sleep(self.slow)
                await self.passes(generation)
                if losing.is_set():
                    self.lost += 1
                    return
                writer.write(data)
                await writer.drain()

        both = [asyncio.create_task(asks()), asyncio.create_task(answers())]
        try:
            await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for one in both:
                one.cancel()
            await asyncio.gather(*both, return_exceptions=True)
            for end in (writer, back):
                end.transport.abort()
                self.writers.discard(end)


async def main(port, to):
    line = Broken(to)
    loop = asyncio.get_running_loop()
    commands = asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(commands), sys.stdin)
    server = await asyncio.start_server(line.connected, "127.0.0.1", port)
    print("listens", flush=True)
    async with server:
        while command := (await commands.readline()).decode().strip():
            line.told(command)


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), int(sys.argv[2])))
