"""Three gateways share keys and usage in PostgreSQL and limits in Redis, while each of these is killed under load. Do the counts still agree?

cluster.py PASSERELLE [SECONDS] (root, redis-server, PostgreSQL's binaries and psql installed). Starts and ends everything itself, in a directory of its
own. Kills Redis, which comes back empty, PostgreSQL and one gateway, each a third of the time apart; then a budget of a few tokens more than were used is
used up by twelve clients at once on all three gateways. Exits 1 if a completed answer has no record or two, or if the budget isn't met to the token.
"""
import collections
import glob
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
import urllib.error
import urllib.request

from calls import chat

launcher = os.path.abspath(sys.argv[1])
seconds = float(sys.argv[2]) if len(sys.argv) > 2 else 60
CLIENTS, SPARE = 12, 1500
place = pathlib.Path(tempfile.mkdtemp(prefix="cluster-"))
place.chmod(0o755)
postgres = sorted(glob.glob("/usr/lib/postgresql/*/bin"))[-1]


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


redis_port, postgres_port, ports = free_port(), free_port(), [free_port() for _ in range(3)]
urls = [f"http://127.0.0.1:{port}" for port in ports]
log = open(place / "log", "a")


def start_redis():
    return subprocess.Popen(["redis-server", "--port", str(redis_port), "--save", "", "--appendonly", "no"], cwd=place, stdout=log)


def start_postgres():
    return subprocess.Popen([postgres + "/postgres", "-D", str(place / "pg"), "-p", str(postgres_port), "-k", "", "-h", "127.0.0.1"],
                            user="postgres", cwd="/", stdout=log, stderr=log)


def sql(query):
    return subprocess.run(["psql", "-h", "127.0.0.1", "-p", str(postgres_port), "-U", "postgres", "-AtF,", "-c", query], check=True,
                          capture_output=True, text=True).stdout.split()


def configure(limits=""):
    for number, port in enumerate(ports):
        (place / str(number)).mkdir(exist_ok=True)
        (place / str(number) / "passerelle.yaml").write_text(f"""server: {{ port: {port} }}
admission: {{ mode: keys, hash-secret: {'0123456789abcdef' * 4} }}
storage: {{ url: 'jdbc:postgresql://127.0.0.1:{postgres_port}/postgres', user: postgres }}
limits:
  redis-url: redis://127.0.0.1:{redis_port}
{limits}
models:
  - source: bundled:SmolLM2-135M-Instruct
    engine: {{ slots: 4, max-length: 256, threads: 1 }}
""")


def passerelle(number, *args):
    done = subprocess.run([launcher, *args, "--json"], cwd=place / str(number), env=environment(number), check=True, stdout=subprocess.PIPE, stderr=log)
    return json.loads(done.stdout)


def environment(number):
    return {**os.environ, "PASSERELLE_HOME": str(place / str(number) / "home")}


def start_gateway(number):
    return subprocess.Popen([launcher, "serve"], cwd=place / str(number), env=environment(number), stderr=log)


def answers(number, path="/health/ready", key=None):
    try:
        request = urllib.request.Request(urls[number] + path, headers={"Authorization": f"Bearer {key}"} if key else {})
        return urllib.request.urlopen(request, timeout=2).status
    except urllib.error.HTTPError as e:
        return e.code
    except OSError:
        return 0


def wait_for(what, condition):
    begun = time.monotonic()
    while not condition():
        if time.monotonic() - begun > 60:
            sys.exit(f"{what}: not within a minute; see {place}/log")
        time.sleep(0.02)
    return time.monotonic() - begun


def ready():
    wait_for("ready", lambda: all(answers(number) == 200 for number in range(3)))


def kill(process, how=signal.SIGKILL):
    process.send_signal(how)
    process.wait()


(place / "pg").mkdir()
os.chown(place / "pg", *[__import__("pwd").getpwnam("postgres")[i] for i in (2, 3)])
subprocess.run([postgres + "/initdb", "-D", str(place / "pg"), "-A", "trust"], user="postgres", cwd="/", check=True, stdout=log, stderr=log)
redis, database = start_redis(), start_postgres()
wait_for("PostgreSQL", lambda: subprocess.run([postgres + "/pg_isready", "-q", "-h", "127.0.0.1", "-p", str(postgres_port)]).returncode == 0)
configure()
gateways = [start_gateway(number) for number in range(3)]
ready()

made = passerelle(0, "keys", "create", "--name", "short")
print(f"a new key counts everywhere {wait_for('key', lambda: all(answers(n, '/v1/models', made['key']) == 200 for n in range(3))) * 1000:.0f} ms after"
      " the command ended")
passerelle(0, "keys", "revoke", made["id"])
print(f"a revoked one nowhere after {wait_for('revoked', lambda: all(answers(n, '/v1/models', made['key']) == 401 for n in range(3))) * 1000:.0f} ms")

key = passerelle(1, "keys", "create", "--name", "cluster", "--budget-tokens", "10000000/day", "--tpm", "1000000", "--concurrency", "100")["key"]
complete, refusals, stop, lock = [], collections.Counter(), threading.Event(), threading.Lock()


def client(seed):
    r = random.Random(seed)
    while not stop.is_set():
        leave = r.randrange(2, 12) if r.random() < 0.3 else None
        answer = chat(r.choice(urls), key, "Tell me about " + r.choice(["rivers", "stones"]), r.choice([None, 20, 60]), seed=r.randrange(1000),
                      on_piece=(lambda a, leave=leave: a.tokens < leave) if leave else None)
        with lock:
            if answer.usage:
                complete.append(answer)
            elif answer.status != 200:
                code = json.loads(answer.error)["error"]["code"] if answer.error.startswith("{") else "no connection"
                refusals[phase[0], answer.status, code] += 1
        if answer.status != 200:
            time.sleep(0.1)


phase = ["all well"]
threads = [threading.Thread(target=client, args=(n,)) for n in range(CLIENTS)]
for thread in threads:
    thread.start()
time.sleep(seconds / 4)
phase[0] = "Redis away 3 s, then empty"
kill(redis)
time.sleep(3)
redis = start_redis()
time.sleep(seconds / 4)
phase[0] = "PostgreSQL away 3 s"
kill(database)
time.sleep(3)
database = start_postgres()
time.sleep(seconds / 4)
phase[0] = "a gateway killed"
kill(gateways[2])
gateways[2] = start_gateway(2)
time.sleep(seconds / 4)
stop.set()
for thread in threads:
    thread.join()
for what, count in sorted(refusals.items()):
    print("refused:", *what, count)
for gateway in gateways:
    kill(gateway, signal.SIGTERM)  # brings its records to the database

records = collections.defaultdict(list)
for line in sql("SELECT request_id, prompt_tokens, completion_tokens FROM usage_record WHERE key_id <> '' AND outcome = 'completed'"):
    request, *tokens = line.split(",")
    records[request].append(tuple(map(int, tokens)))
lost = [a for a in complete if not records[a.headers["x-request-id"]]]
double = [request for request, rows in records.items() if len(rows) > 1]
wrong = [a for a in complete if records[a.headers["x-request-id"]][:1] not in ([], [(a.usage["prompt_tokens"], a.usage["completion_tokens"])])]
print(f"{len(complete)} complete answers: {len(lost)} lost, {len(double)} double, {len(wrong)} with other tokens")

TOTAL = "SELECT sum(prompt_tokens + completion_tokens) FROM "
used = int(sql(TOTAL + "usage_daily")[0])
agree = used == int(sql(TOTAL + "usage_record")[0])
budget = used + SPARE
configure(f"  projects: [ {{ name: default, tokens-per-day: {budget} }} ]")
gateways = [start_gateway(number) for number in range(3)]
ready()
time.sleep(1.5)


def use_up(number):
    while chat(urls[number % 3], key, "Hello", None, ignore_eos=True).status == 200:
        pass


threads = [threading.Thread(target=use_up, args=(n,)) for n in range(CLIENTS)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
while chat(urls[0], key, "Hi", None, ignore_eos=True).status == 200:
    pass
last = chat(urls[1], key, "Hi", None)
for gateway in gateways:
    kill(gateway, signal.SIGTERM)
used = int(sql(TOTAL + "usage_daily")[0])
print(f"budget {budget}, used {used}, then {last.status} {json.loads(last.error)['error']['code']}")
kill(redis)
kill(database)
# a prompt that doesn't fit in what is left leaves those tokens over
agree = agree and not lost and not double and not wrong and budget - 40 <= used <= budget and last.status == 429
print("they agree" if agree else f"THEY DIFFER; see {place}")
sys.exit(not agree)
