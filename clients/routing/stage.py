"""Gateways and recording upstreams for the shows beside this file. Standard library only."""
import atexit
import http.client
import json
import os
import pathlib
import re
import select
import socket
import socketserver
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def wait_for(condition, seconds=60.0, every=0.02):
    """What the condition gave once it was true, or None after that time."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if result := condition():
            return result
        time.sleep(every)
    return None


def percentile(values, percent):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))] if ordered else float("nan")


class Checks:
    """Prints what was expected and whether it is so."""

    def __init__(self):
        self.failed = 0

    def __call__(self, right, text):
        print(("ok   " if right else "FAIL ") + text, flush=True)
        self.failed += not right
        return right

    def end(self, place):
        print("all as it should be" if not self.failed else f"{self.failed} NOT as it should be; see {place}")
        sys.exit(1 if self.failed else 0)


class Gateway:
    """A gateway of its own directory, home, port and configuration."""

    def __init__(self, launcher, place, name="gateway", java=""):
        self.launcher, self.place, self.port, self.process = os.path.abspath(launcher), pathlib.Path(place) / name, free_port(), None
        self.place.mkdir(parents=True)
        self.url = f"http://127.0.0.1:{self.port}"
        self.environment = {**os.environ, "PASSERELLE_HOME": str(self.place / "home"), **({"PASSERELLE_JAVA_OPTS": java} if java else {})}
        self.log, self.file = self.place / "log", self.place / "passerelle.yaml"
        atexit.register(self.kill)

    def configure(self, text):
        """The port and what is given; written beside and moved, so that it changes at once."""
        new = self.place / "passerelle.yaml.new"
        new.write_text(f"server: {{ port: {self.port}, drain-timeout: 30s }}\n" + text)
        new.replace(self.file)

    def start(self):
        # the launcher execs java, so its pid is the gateway's
        self.process = subprocess.Popen([self.launcher, "serve"], cwd=self.place, env=self.environment, stdout=open(self.log, "a"), stderr=subprocess.STDOUT)
        if not wait_for(lambda: self.process.poll() is not None or self.ready()[0] == 200, 120, 0.1) or self.process.poll() is not None:
            sys.exit(f"the gateway didn't become ready; see {self.log}")
        return self

    def command(self, *args):
        return json.loads(subprocess.run([self.launcher, *args, "--json"], cwd=self.place, env=self.environment, check=True, capture_output=True).stdout)

    def create_key(self, name, *args):
        return self.command("keys", "create", "--name", name, *args)

    def ready(self):
        return self.get("/health/ready")

    def get(self, path, headers=None):
        """Status and text; 0 if nobody answers."""
        try:
            with urllib.request.urlopen(urllib.request.Request(self.url + path, headers=headers or {}), timeout=10) as response:
                return response.status, response.read().decode()
        except urllib.error.HTTPError as e:
            return e.code, e.read().decode()
        except OSError as e:
            return 0, repr(e)

    def metrics(self):
        """[(name, labels, value)] of /metrics, which has to be public."""
        found = []
        for line in self.get("/metrics")[1].splitlines():
            if match := re.fullmatch(r'(\w+)(?:\{(.*)\})? (\S+)', line):
                found.append((match[1], dict(re.findall(r'(\w+)="([^"]*)"', match[2] or "")), float(match[3])))
        return found

    def metric(self, name, **labels):
        """The sum of those that have these labels."""
        return sum(value for n, have, value in self.metrics() if n == name and labels.items() <= have.items())

    def logged(self):
        return self.log.read_text()

    def access_log(self, path="/v1/"):
        log = self.place / "access.log"
        return [line for line in map(json.loads, log.read_text().splitlines()) if line["path"].startswith(path)] if log.exists() else []

    def kill(self):
        if self.process and self.process.poll() is None:
            self.process.kill()
            self.process.wait()


class Call:
    """What one client saw."""

    def __init__(self):
        self.status, self.headers, self.body, self.text, self.pieces, self.usage = 0, {}, "", "", 0, None
        self.done, self.error, self.begun, self.left, self.ended = False, "", time.time(), None, 0.0

    def code(self):
        try:
            return json.loads(self.body)["error"]["code"]
        except (ValueError, KeyError, TypeError):
            return None


class Client:
    """One call that its owner may leave at any time from another thread."""

    def __init__(self, url, key, model, text, stream=True, headers=None, path="/v1/chat/completions", **fields):
        self.address, self.path, self.call, self.connection, self.gone = urllib.parse.urlparse(url), path, Call(), None, threading.Event()
        self.body = {"model": model, "messages": [{"role": "user", "content": text}], "stream": stream, **fields}
        if stream:
            self.body.setdefault("stream_options", {"include_usage": True})
        self.headers = {"Content-Type": "application/json", **({"Authorization": "Bearer " + key} if key else {}), **(headers or {})}
        self.moved = threading.Condition()

    def leave(self):
        self.call.left = time.time()
        self.gone.set()
        if self.connection and self.connection.sock:
            try:
                self.connection.sock.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    def run(self):
        call = self.call
        self.connection = http.client.HTTPConnection(self.address.hostname, self.address.port, timeout=300)
        try:
            self.connection.request("POST", self.path, json.dumps(self.body), self.headers)
            response = self.connection.getresponse()
            call.status, call.headers = response.status, {name.lower(): value for name, value in response.getheaders()}
            if response.status != 200 or not self.body["stream"]:
                call.body = response.read().decode()
                if response.status == 200:
                    whole = json.loads(call.body)
                    call.text, call.usage, call.done = whole["choices"][0]["message"]["content"], whole["usage"], True
                return call
            for line in response:
                self.event(line)
        except (OSError, http.client.HTTPException, ValueError, AttributeError) as e:
            call.error = repr(e)
        finally:
            self.connection.close()
            call.ended = time.time()
        return call

    def event(self, line):
        if not line.startswith(b"data: "):
            return
        if line.startswith(b"data: [DONE]"):
            self.call.done = True
            return
        event = json.loads(line[6:])
        if "error" in event:
            self.call.error = json.dumps(event["error"])
        self.call.usage = event.get("usage") or self.call.usage
        with self.moved:
            for choice in event.get("choices", []):
                if text := choice.get("delta", {}).get("content"):
                    self.call.text += text
                    self.call.pieces += 1
            self.moved.notify_all()

    def start(self):
        self.thread = threading.Thread(target=self.run, daemon=True)
        self.thread.start()
        return self

    def until(self, pieces, seconds=60):
        """Waits for that many pieces of text."""
        with self.moved:
            return self.moved.wait_for(lambda: self.call.pieces >= pieces, seconds)

    def join(self, seconds=120):
        self.thread.join(seconds)
        return self.call


def ask(url, key, model, text, stream=False, **more):
    return Client(url, key, model, text, stream, **more).run()


class Seen:
    """A request as an upstream got it: all of its bytes, and when its connection was seen closed by the other side before the answer's end."""

    def __init__(self, head, body):
        self.at, self.head, self.body, self.closed, self.sent, self.ended = time.time(), head, body, None, 0, False


class Upstream:
    """Speaks OpenAI's API slowly, and records what it gets.

    pieces, pause: of a stream, and whole answers take pieces x pause; failing: the status it answers with instead; prefix: what its words begin with.
    """

    def __init__(self, name, pieces=20, pause=0.05):
        self.name, self.pieces, self.pause, self.failing, self.seen, self.lock, self.keys = name, pieces, pause, 0, [], threading.Lock(), None
        outer = self

        class Handler(socketserver.StreamRequestHandler):
            disable_nagle_algorithm = True

            def handle(self):
                try:
                    while outer.serve(self):
                        pass
                except OSError:
                    pass

        class Server(socketserver.ThreadingTCPServer):
            daemon_threads, allow_reuse_address, request_queue_size = True, True, 1024

        self.server = Server(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}/v1"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def received(self):
        """All the bytes it ever got."""
        with self.lock:
            return b"".join(seen.head + seen.body for seen in self.seen)

    def calls(self):
        with self.lock:
            return [seen for seen in self.seen if seen.body]

    def stop(self):
        self.server.shutdown()
        self.server.server_close()

    def serve(self, handler):
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            line = handler.rfile.readline()
            if not line:
                return False
            head += line
        length = re.search(rb"(?i)\r\ncontent-length: *(\d+)", head)
        if length:
            body = handler.rfile.read(int(length[1]))
        else:
            body = self.chunked(handler.rfile) if re.search(rb"(?i)\r\ntransfer-encoding: *chunked", head) else b""
        seen = Seen(head, body)
        with self.lock:
            self.seen.append(seen)
        bearer = re.search(rb"(?i)\r\nauthorization: bearer (\S+)", head)
        if self.keys is not None and (not bearer or bearer[1].decode() not in self.keys):
            return self.write(handler, 401, {"error": {"message": "wrong key", "type": "invalid_request_error", "code": "invalid_api_key"}})
        if self.failing:
            return self.write(handler, self.failing, {"error": {"message": "this region is down", "type": "server_error", "code": None}})
        if not body:
            return self.write(handler, 200, {"object": "list", "data": []})
        return self.answer(handler, seen, json.loads(body))

    @staticmethod
    def chunked(file):
        body = b""
        while size := int(file.readline(), 16):
            body += file.read(size)
            file.readline()
        file.readline()
        return body

    def answer(self, handler, seen, request):
        pieces, prompt = min(self.pieces, request.get("max_tokens") or request.get("max_completion_tokens") or self.pieces), len(seen.body) // 8
        usage = {"prompt_tokens": prompt, "completion_tokens": pieces, "total_tokens": prompt + pieces}
        identity = {"id": "chatcmpl-" + self.name, "created": 1, "model": request["model"]}
        if not request.get("stream"):
            if self.waited(handler, seen, pieces * self.pause):
                return False
            message = {"role": "assistant", "content": " ".join([self.name] * pieces)}
            seen.ended = True
            return self.write(handler, 200, {**identity, "object": "chat.completion", "usage": usage,
                                             "choices": [{"index": 0, "message": message, "finish_reason": "stop"}]})
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n")
        for n in range(pieces):
            delta = {"content": (" " if n else "") + self.name, **({} if n else {"role": "assistant"})}
            try:
                self.send(handler, {**identity, "object": "chat.completion.chunk",
                                    "choices": [{"index": 0, "delta": delta, "finish_reason": "stop" if n == pieces - 1 else None}]})
            except OSError:
                seen.closed = seen.closed or time.time()
                return False
            seen.sent += 1
            if n < pieces - 1 and self.waited(handler, seen, self.pause):
                return False
        if (request.get("stream_options") or {}).get("include_usage"):
            self.send(handler, {**identity, "object": "chat.completion.chunk", "choices": [], "usage": usage})
        self.chunk(handler, b"data: [DONE]\n\n")
        handler.wfile.write(b"0\r\n\r\n")
        seen.ended = True
        return True

    @staticmethod
    def waited(handler, seen, seconds):
        """Waits, unless the other side closes."""
        readable, _, _ = select.select([handler.connection], [], [], seconds)
        if readable:
            seen.closed = time.time()
            return True
        return False

    def send(self, handler, event):
        self.chunk(handler, b"data: " + json.dumps(event).encode() + b"\n\n")

    @staticmethod
    def chunk(handler, data):
        handler.wfile.write(b"%x\r\n%s\r\n" % (len(data), data))

    @staticmethod
    def write(handler, status, body):
        data = json.dumps(body).encode()
        handler.wfile.write(b"HTTP/1.1 %d X\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s" % (status, len(data), data))
        return True
