"""A server under all kinds of requests for long: nothing it holds may grow. Exits 1 if something does, or an answer is wrong.

    python clients/soak/soak.py --models ../shared/fixtures/tiny-llama ../shared/fixtures/tiny-qwen3 ... [--requests 20000]

Starts ./passerelle with the bundled model and the given tiny ones, of which the memory budget holds a few at once, so that they take turns.
Needs Linux and a JDK's jcmd (JAVA_HOME or the path); of Python the standard library only.
"""

import argparse
import asyncio
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import Counter
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]
BUNDLED = "smollm2-135m-instruct"
SCHEMA = {
    "type": "object",
    "properties": {"a": {"type": "boolean"}, "b": {"enum": [1, 2, 3]}},
    "required": ["a", "b"],
    "additionalProperties": False,
}
TOOL = {
    "type": "function",
    "function": {
        "name": "get_weather",
        "parameters": {
            "type": "object",
            "properties": {"town": {"enum": ["Paris", "Lyon"]}},
            "required": ["town"],
            "additionalProperties": False,
        },
    },
}
EXPECTED = {200, 400, 404, 503}
SETTLE = 12
WARM = 120
GROWTH = 0.03
SWAP = 250


def parse():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--models", nargs="+", required=True, help="directories or .gguf files of tiny models")
    parser.add_argument("--requests", type=int, default=20_000)
    parser.add_argument("--streams", type=int, default=12, help="requests at once")
    parser.add_argument("--budget", default="480MiB", help="memory of all models together")
    parser.add_argument("--every", type=float, default=60, help="seconds between samples")
    parser.add_argument("--port", type=int, default=8973)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--command", nargs="+", default=[str(TOP / "passerelle")], help="what starts the program")
    return parser.parse_args()


class Server:
    """The server's process, what it holds, and its configuration."""

    def __init__(self, options, home):
        self.port = options.port
        self.file = home / "soak.yaml"
        self.tiny = {f"tiny-{i}": Path(each).resolve() for i, each in enumerate(options.models)}
        self.budget = options.budget
        self.configure(1.0)
        self.log = open(home / "soak.log", "wb")
        command = [*options.command, "serve", "--config", str(self.file)]
        environment = {**os.environ, "PASSERELLE_HOME": str(home)}
        self.process = subprocess.Popen(command, stdout=self.log, stderr=self.log, env=environment)

    def configure(self, price):
        models = [f"  - {{ source: 'bundled:SmolLM2-135M-Instruct', pinned: true, price: {{ prompt: {price}, completion: 1, currency: EUR }},"
                  " engine: { slots: 4, max-length: 512, queue-length: 64, prefix-cache: 16MiB } }"]
        models += [
            f"  - {{ id: {name}, source: 'file:{path}', load: first-use,"
            " engine: { slots: 4, max-length: 256, queue-length: 16, prefix-cache: 1MiB } }"
            for name, path in self.tiny.items()
        ]
        self.file.write_text(
            f"server: {{ port: {self.port} }}\nmemory: {{ budget: {self.budget} }}\nmodels:\n" + "\n".join(models) + "\n"
        )

    async def ready(self):
        for _ in range(600):
            if self.process.poll() is not None:
                sys.exit(f"soak: the server ended; see {self.log.name}")
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}/health/ready", timeout=1).read()
                return
            except OSError:
                await asyncio.sleep(0.5)
        sys.exit("soak: the server is not ready after 300 s")

    def metric(self, name):
        """The sum over all labels."""
        text = urllib.request.urlopen(f"http://127.0.0.1:{self.port}/metrics", timeout=30).read().decode()
        return sum(float(v) for v in re.findall(rf"^{name}(?:{{[^}}]*}})? (\S+)", text, re.M))

    async def collect(self):
        java = Path(os.environ.get("JAVA_HOME", "")) / "bin" / "jcmd"
        jcmd = str(java) if java.exists() else shutil.which("jcmd")
        for _ in range(2):
            subprocess.run([jcmd, str(self.process.pid), "GC.run"], stdout=subprocess.DEVNULL, check=True)
            await asyncio.sleep(1)
        await asyncio.sleep(SETTLE - 2)

    def sample(self):
        base = Path(f"/proc/{self.process.pid}")
        status = dict(line.split(":", 1) for line in (base / "status").read_text().splitlines())
        links = []
        for each in (base / "fd").iterdir():
            try:
                links.append(os.readlink(each))
            except OSError:
                pass
        return {
            "rss_mib": int(status["VmRSS"].split()[0]) / 1024,
            "threads": int(status["Threads"]),
            "files": len(links),
            "sockets": sum(link.startswith("socket:") for link in links),
            "slots": self.metric("passerelle_slots_active"),
            "queued": self.metric("passerelle_queue_depth"),
            "in_flight": self.metric("passerelle_requests_in_flight") - 1,
            "evictions": self.metric("passerelle_model_evictions_total"),
        }


class Load:
    """Requests of all kinds, chosen by a seed."""

    def __init__(self, server, options):
        self.server = server
        self.random = random.Random(options.seed)
        self.left = options.requests
        self.statuses = Counter()
        self.kinds = Counter()
        self.wrong = []
        self.going = asyncio.Event()
        self.going.set()
        self.busy = 0

    def request(self):
        """A kind, a path and a body."""
        r = self.random
        names = list(self.server.tiny)
        # two at a time, another pair after a while
        tiny = names[(self.left // SWAP + r.randint(0, 1)) % len(names)]
        words = " ".join(r.choice(("a", "to", "the", "on")) for _ in range(r.randint(1, 20)))
        text = {"model": tiny, "prompt": r.choice(("", "the the the the the the the the ")) + words, "max_tokens": r.randint(1, 12)}
        chat = {"model": tiny, "messages": [{"role": "user", "content": words}], "max_tokens": r.randint(1, 12)}
        large = {**chat, "model": BUNDLED, "max_tokens": 40, "temperature": 0}
        kinds = [
            (64, "text", "completions", text),
            (40, "chat", "chat/completions", chat),
            (56, "stream", "chat/completions", {**chat, "stream": True, "stream_options": {"include_usage": True}}),
            (56, "cancel", "completions", {**text, "stream": True, "max_tokens": 200, "ignore_eos": True}),
            (16, "cancel whole", "completions", {**text, "n": 2, "max_tokens": 200, "ignore_eos": True}),
            (24, "n", "completions", {**text, "n": 3, "seed": r.randint(0, 9), "logprobs": 2}),
            (12, "best_of", "completions", {**text, "best_of": 3, "n": 2}),
            (12, "echo", "completions", {**text, "echo": True, "logprobs": 1, "max_tokens": 0}),
            (16, "penalties", "completions", {**text, "frequency_penalty": 1.5, "repetition_penalty": 1.2, "logit_bias": {"5": -100}}),
            (24, "schema", "completions", {**text, "max_tokens": 48, "structured_outputs": {"json": SCHEMA}}),
            (12, "new schema", "completions", {**text, "structured_outputs": {"regex": f"[a-c]{{{r.randint(1, 400)}}}"}}),
            (3, "tools", "chat/completions", {**large, "tools": [TOOL], "tool_choice": "required"}),
            (3, "large stream", "chat/completions", {**large, "stream": True, "n": 2}),
            (12, "bad value", "completions", {**text, "temperature": 9}),
            (8, "bad schema", "completions", {**text, "structured_outputs": {"json": {"not": {}}}}),
            (8, "bad bias", "completions", {**text, "logit_bias": {"99999999": 1}}),
            (8, "too long", "completions", {**text, "max_tokens": 100_000}),
            (8, "unknown model", "completions", {**text, "model": "nobody"}),
            (8, "broken", "completions", None),
        ]
        _, kind, path, body = r.choices(kinds, weights=[each[0] for each in kinds])[0]
        return kind, path, body

    async def client(self):
        while self.left > 0:
            await self.going.wait()
            self.left -= 1
            self.busy += 1
            try:
                await asyncio.wait_for(self.one(), 120)
            except asyncio.TimeoutError:
                self.wrong.append("no answer within 120 s")
            except (OSError, asyncio.IncompleteReadError) as e:
                self.wrong.append(f"connection: {e!r}")
            finally:
                self.busy -= 1

    async def one(self):
        kind, path, body = self.request()
        data = b'{"model": ' if body is None else json.dumps(body).encode()
        patience = self.random.random() * 0.05
        self.kinds[kind] += 1
        reader, writer = await asyncio.open_connection("127.0.0.1", self.server.port)
        try:
            head = f"POST /v1/{path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: {len(data)}\r\n\r\n"
            writer.write(head.encode() + data)
            await writer.drain()
            if kind == "cancel whole":
                await asyncio.sleep(patience)
                return
            status = int((await reader.readline()).split()[1])
            self.statuses[status] += 1
            if status == 503:
                # the model is on its way in, or its queue is full: not one of the requests
                self.left += 1
                await asyncio.sleep(0.2)
            if kind == "cancel":
                await asyncio.sleep(patience)
                return
            self.judge(kind, status, (await reader.read()).decode())
        finally:
            writer.close()

    def judge(self, kind, status, answer):
        bad = kind.startswith("bad") or kind in ("too long", "broken", "unknown model")
        good = (status in (400, 404)) == bad if status != 503 else True
        if status not in EXPECTED or not good:
            self.wrong.append(f"{kind}: {status} {answer[-300:]}")
        elif status == 200 and "stream" in kind and "data: [DONE]" not in answer:
            self.wrong.append(f"{kind}: the stream has no end: {answer[-300:]}")
        elif status == 200 and kind in ("schema", "tools"):
            choice = json.loads(body_of(answer))["choices"][0]
            if choice["finish_reason"] == "length":
                return
            said = choice["text"] if kind == "schema" else choice["message"]["tool_calls"][0]["function"]["arguments"]
            json.loads(said)

    async def pause(self):
        self.going.clear()
        while self.busy:
            await asyncio.sleep(0.1)


def body_of(answer):
    """Of an answer without its status line, whole or in HTTP's chunks."""
    head, _, body = answer.partition("\r\n\r\n")
    if "transfer-encoding: chunked" not in head.lower():
        return body
    text = ""
    while body:
        size, _, body = body.partition("\r\n")
        length = int(size or "0", 16)
        text, body = text + body[:length], body[length + 2 :]
    return text


async def run(options, home):
    server = Server(options, home)
    try:
        await server.ready()
        load = Load(server, options)
        clients = [asyncio.create_task(load.client()) for _ in range(options.streams)]
        start = time.monotonic()
        samples = []
        while load.left > 0:
            next_look = time.monotonic() + options.every
            while load.left > 0 and time.monotonic() < next_look:
                await asyncio.sleep(0.2)
            await load.pause()
            await server.collect()
            seen = {"seconds": round(time.monotonic() - start), "left": max(0, load.left), **server.sample()}
            print(json.dumps(seen), flush=True)
            samples.append(seen)
            server.configure(1.0 + len(samples) / 100)
            server.process.send_signal(signal.SIGHUP)
            load.going.set()
        await asyncio.gather(*clients)
        return verdict(load, samples)
    finally:
        server.process.terminate()
        server.process.wait(60)


def verdict(load, samples):
    print("soak: kinds", dict(load.kinds))
    print("soak: statuses", dict(load.statuses))
    found = load.wrong[:20]
    last = samples[-1]
    first = next((each for each in samples if each["seconds"] >= WARM), samples[0])
    for name in ("slots", "queued", "in_flight"):
        if last[name] != 0:
            found.append(f"{name} at the end: {last[name]}")
    if last["evictions"] == 0:
        found.append("no model made room for another: lower --budget")
    growth = last["rss_mib"] / first["rss_mib"] - 1
    print(f"soak: memory {first['rss_mib']:.0f} MiB after {first['seconds']} s, {last['rss_mib']:.0f} MiB at the end: {growth:+.1%}")
    if growth > GROWTH:
        found.append(f"memory grew by {growth:.1%}")
    for name in ("threads", "files", "sockets"):
        if last[name] > first[name] + 5:
            found.append(f"{name}: {first[name]}, then {last[name]}")
    for each in found:
        print("soak: WRONG:", each)
    print("soak:", "failed" if found else "passed")
    return 1 if found else 0


if __name__ == "__main__":
    given = parse()
    with tempfile.TemporaryDirectory(prefix="soak-") as directory:
        sys.exit(asyncio.run(run(given, Path(directory))))
