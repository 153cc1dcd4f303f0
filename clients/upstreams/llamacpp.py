"""A llama.cpp server and the local runtime behind one model name: who answers, is it accounted, and what if the server dies under load?

llamacpp.py PASSERELLE [REQUESTS]: PASSERELLE is the launcher. Starts and ends everything itself, on 127.0.0.1, in a directory of its own. Exits 1 if a call
has no right answer, or the ledger doesn't have what the clients were told.

LLAMA_SERVER is llama.cpp's server; without it, it is built from the source archive of llama-cpp-python into clients/target (needs pip, cmake and a C++
compiler; takes minutes). LLAMA_MODEL is a GGUF file; without it, that of the bundled SmolLM2. With the package `openai` calls go through it.
"""
import collections
import json
import os
import pathlib
import socket
import subprocess
import sys
import tarfile
import tempfile
import threading
import time
import urllib.error
import urllib.request

try:
    import openai
except ImportError:
    openai = None

SOURCE = "llama-cpp-python==0.3.36"
MODEL = "smollm2"
launcher = os.path.abspath(sys.argv[1])
requests = int(sys.argv[2]) if len(sys.argv) > 2 else 20
top = pathlib.Path(__file__).resolve().parents[2]
gguf = os.environ.get("LLAMA_MODEL") or str(top / "model-registry/bundled/SmolLM2-135M-Instruct/SmolLM2-135M-Instruct.Q4_1.gguf")
place = pathlib.Path(tempfile.mkdtemp(prefix="llamacpp-"))
environment = {**os.environ, "PASSERELLE_HOME": str(place / "home")}
running = []


def build():
    """The server's path, built unless it was before."""
    work = top / "clients/target/llama.cpp"
    server = work / "build/bin/llama-server"
    if not server.exists():
        work.mkdir(parents=True, exist_ok=True)
        subprocess.run([sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--no-binary", ":all:", "--no-build-isolation", "-d", str(work), SOURCE],
                       check=True)
        with tarfile.open(next(work.glob("llama_cpp_python-*.tar.gz"))) as archive:
            archive.extractall(work, filter="data")
        source = next(work.glob("llama_cpp_python-*/vendor/llama.cpp"))
        subprocess.run(["cmake", "-S", source, "-B", work / "build", "-DCMAKE_BUILD_TYPE=Release", "-DGGML_NATIVE=ON", "-DLLAMA_CURL=OFF"], check=True)
        subprocess.run(["cmake", "--build", work / "build", "--target", "llama-server", "-j", str(os.cpu_count())], check=True)
    return str(server)


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def start(name, command, health):
    """Starts a server and waits until it is ready."""
    process = subprocess.Popen(command, cwd=place, env=environment, stdout=open(place / (name + ".log"), "a"), stderr=subprocess.STDOUT)
    running.append(process)
    for _ in range(1200):
        try:
            if urllib.request.urlopen(health, timeout=1).status == 200:
                return process
        except OSError:
            pass
        if process.poll() is not None:
            break
        time.sleep(0.1)
    sys.exit(f"{name} didn't become ready; see {place / (name + '.log')}")


def passerelle(*args):
    return json.loads(subprocess.run([launcher, *args, "--json"], cwd=place, env=environment, check=True, capture_output=True).stdout)


Call = collections.namedtuple("Call", "status deployment text prompt completion error")


def ask(text, stream, max_tokens=12):
    """One chat call, by OpenAI's client where there is one."""
    body = {"model": MODEL, "messages": [{"role": "user", "content": text}], "max_tokens": max_tokens, "temperature": 0}
    if stream:
        body |= {"stream": True, "stream_options": {"include_usage": True}}
    try:
        return by_client(body) if openai else by_hand(body)
    except Exception as e:
        return Call(getattr(e, "code", getattr(e, "status_code", 0)), "", "", 0, 0, f"{type(e).__name__}: {e}"[:200])


def by_client(body):
    client = openai.OpenAI(base_url=url + "/v1", api_key=key, max_retries=0, timeout=120)
    response = client.chat.completions.with_raw_response.create(**body)
    parsed = response.parse()
    deployment = response.headers.get("x-passerelle-deployment", "")
    if not body.get("stream"):
        return Call(200, deployment, parsed.choices[0].message.content, parsed.usage.prompt_tokens, parsed.usage.completion_tokens, "")
    text, usage = "", None
    for chunk in parsed:
        usage = chunk.usage or usage
        text += "".join(choice.delta.content or "" for choice in chunk.choices)
    return Call(200, deployment, text, usage.prompt_tokens, usage.completion_tokens, "")


def by_hand(body):
    request = urllib.request.Request(url + "/v1/chat/completions", json.dumps(body).encode(),
                                     {"Content-Type": "application/json", "Authorization": "Bearer " + key})
    with urllib.request.urlopen(request, timeout=120) as response:
        deployment = response.headers.get("x-passerelle-deployment", "")
        if not body.get("stream"):
            answer = json.load(response)
            return Call(200, deployment, answer["choices"][0]["message"]["content"], answer["usage"]["prompt_tokens"], answer["usage"]["completion_tokens"], "")
        text, usage, done = "", None, False
        for line in response:
            if line.startswith(b"data: [DONE]"):
                done = True
            elif line.startswith(b"data: "):
                chunk = json.loads(line[6:])
                if "error" in chunk:
                    raise RuntimeError(chunk["error"]["message"])
                usage = chunk.get("usage") or usage
                text += "".join(choice["delta"].get("content") or "" for choice in chunk["choices"])
        if not done:
            raise RuntimeError("the stream ended without [DONE]")
        return Call(200, deployment, text, usage["prompt_tokens"], usage["completion_tokens"], "")


def shown(title, calls):
    by = collections.Counter(call.deployment or "nobody" for call in calls)
    print(f"{title}: {len(calls)} calls, answered by " + ", ".join(f"{name} {count}" for name, count in sorted(by.items())), flush=True)
    for call in calls:
        if call.error:
            print(f"  {call.status} {call.error}")
    return by


def ledger():
    row = passerelle("usage", "--by", "model")["data"][0]
    return row["prompt_tokens"], row["completion_tokens"]


try:
    server = os.environ.get("LLAMA_SERVER") or build()
    llama_port, port = free_port(), free_port()
    url = f"http://127.0.0.1:{port}"
    (place / "passerelle.yaml").write_text(f"""server: {{ port: {port} }}
admission: {{ mode: keys }}
models:
  - id: {MODEL}
    source: bundled:SmolLM2-135M-Instruct
    engine: {{ slots: 4, max-length: 1024 }}
    deployments:
      - name: llama.cpp
        base-url: http://127.0.0.1:{llama_port}/v1
        model: smollm2-gguf
        weight: 1
""")
    llama = start("llama.cpp", [server, "-m", gguf, "--alias", "smollm2-gguf", "--host", "127.0.0.1", "--port", str(llama_port), "-c", "4096", "-np", "4"],
                  f"http://127.0.0.1:{llama_port}/health")
    key = passerelle("keys", "create", "--name", "llamacpp")["key"]
    start("passerelle", [launcher, "serve"], url + "/health/ready")
    print("through", "OpenAI's client" if openai else "plain HTTP")

    calls = [ask("What is the capital of France?", stream) for stream in (False, True) for _ in range(requests // 2)]
    both = shown("both there", calls)
    for call in {call.deployment: call for call in calls}.values():
        print(f"  {call.deployment}: {call.text!r}, {call.prompt} + {call.completion} tokens")
    told = tuple(sum(getattr(call, kind) for call in calls) for kind in ("prompt", "completion"))
    time.sleep(1)
    counted = ledger()
    print(f"clients were told of {told[0]} + {told[1]} tokens; the ledger has {counted[0]} + {counted[1]}")

    under_load, halfway = [], threading.Event()

    def load(number):
        for round_ in range(requests // 2):
            under_load.append(ask(f"Count to {20 + number} in words.", round_ % 2 == 0, 48))
            if len(under_load) >= requests:
                halfway.set()

    threads = [threading.Thread(target=load, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    halfway.wait(120)
    llama.kill()
    for thread in threads:
        thread.join()
    shown("llama.cpp killed under load", under_load)
    after = [ask("What is the capital of France?", stream) for stream in (False, True) for _ in range(requests // 2)]
    alone = shown("without llama.cpp", after)

    broken = [call for call in under_load if call.error]
    right = (len(both) == 2 and all(call.completion for call in calls) and told == counted
             and len(broken) <= 4 and set(alone) == {"local"} and not any(call.error for call in after))
    print(f"{len(broken)} calls broke in the middle, of the 4 under way; " + ("all as it should be" if right else "NOT as it should be"))
    if not right:
        print(f"logs: {place}")
    sys.exit(0 if right else 1)
finally:
    for process in reversed(running):
        if process.poll() is None:
            process.terminate()
            process.wait(30)
