"""Kills a gateway under load again and again, and compares its ledger and budgets with what the clients received.

killed.py PASSERELLE [ROUNDS]: PASSERELLE is the launcher. Works in a directory of its own. Exits 1 if they don't agree.

What the ledger may lack, or have too much of: for each stream that was cut, the tokens of the last 100 ms before the kill.
"""
import json
import os
import pathlib
import random
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request

from calls import chat

launcher = os.path.abspath(sys.argv[1])
rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 20
STREAMS, SPARE = 8, 200
rng = random.Random(5)
home = pathlib.Path(tempfile.mkdtemp(prefix="killed-"))
with socket.socket() as free:
    free.bind(("127.0.0.1", 0))
    port = free.getsockname()[1]
url = f"http://127.0.0.1:{port}"
def configure(limits=""):
    (home / "passerelle.yaml").write_text(f"""server: {{ port: {port} }}
admission: {{ mode: keys }}
models:
  - source: bundled:SmolLM2-135M-Instruct
    engine: {{ slots: 8, max-length: 512 }}
{limits}""")


environment = {**os.environ, "PASSERELLE_HOME": str(home / "home")}


def passerelle(*args):
    return json.loads(subprocess.run([launcher, *args, "--json"], cwd=home, env=environment, check=True, capture_output=True).stdout)


def start():
    # the launcher execs java, so its pid is the gateway's
    process = subprocess.Popen([launcher, "serve"], cwd=home, env=environment, stderr=open(home / "log", "a"))
    for _ in range(600):
        try:
            if urllib.request.urlopen(url + "/health/ready", timeout=1).status == 200:
                return process
        except OSError:
            pass
        if process.poll() is not None:
            sys.exit("the gateway ended; see " + str(home / "log"))
        time.sleep(0.1)
    sys.exit("the gateway didn't become ready; see " + str(home / "log"))


configure()
key = passerelle("keys", "create", "--name", "killed", "--budget-tokens", "1000000/day")["key"]
complete, cut, lock = [], [], threading.Lock()


def client(seed, killed):
    r = random.Random(seed)
    while not killed.is_set():
        answer = chat(url, key, "Tell me about " + r.choice(["rivers", "stones", "gardens"]), r.randrange(1, 60), seed=r.randrange(1000))
        with lock:
            if answer.usage:
                complete.append(answer)
            elif answer.status == 200:
                cut.append(answer)


least = most = 0
for number in range(rounds):
    gateway, killed = start(), threading.Event()
    threads = [threading.Thread(target=client, args=(number * 100 + n, killed)) for n in range(STREAMS)]
    for thread in threads:
        thread.start()
    time.sleep(rng.uniform(0.5, 3))
    killed.set()
    moment = time.time()
    os.kill(gateway.pid, signal.SIGKILL)
    gateway.wait()
    for thread in threads:
        thread.join()
    with lock:
        broken = cut[:]
        cut.clear()
    least += sum(a.tokens_until(moment - 0.1) for a in broken)
    most += sum(a.tokens for a in broken)
    print(f"round {number + 1}: {len(complete)} complete so far, {len(broken)} cut", flush=True)


def usage():
    row = passerelle("usage", "--by", "key")["data"][0]
    return row["prompt_tokens"], row["completion_tokens"], row["requests"]


# the server isn't running: what was left open is settled at its next start
gateway = start()
read, generated, requests = usage()
received, prompts = (sum(a.usage[kind] for a in complete) for kind in ("completion_tokens", "prompt_tokens"))
print(f"clients: {len(complete)} complete answers of {prompts} + {received} tokens; cut ones: {least} to {most} tokens generated")
print(f"ledger: {requests} requests, {read} + {generated} tokens")
slack = STREAMS * rounds * 4  # counted when the client's end had broken already
agree = received + least <= generated <= received + most + slack and read >= prompts
gateway.send_signal(signal.SIGTERM)
gateway.wait()

# A budget that has SPARE tokens left, if the gateway restores it as the ledger has it: used up to the last token, not one more.
budget = read + generated + SPARE
configure(f"limits: {{ projects: [ {{ name: default, tokens-per-day: {budget} }} ] }}")
gateway = start()
last = [chat(url, key, "Hello", None, ignore_eos=True) for _ in range(3)]
print("then:", [(a.status, a.usage, a.error[:200]) for a in last])
read, generated, _ = usage()
print(f"budget {budget}, used {read + generated}")
agree = agree and read + generated == budget and last[-1].status == 429
gateway.send_signal(signal.SIGTERM)
gateway.wait()
print("they agree" if agree else f"THEY DIFFER; see {home}")
sys.exit(not agree)
