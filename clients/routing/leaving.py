"""500 clients leave a gateway at random moments: is everything they held free again, at once, and counted right?

leaving.py PASSERELLE [CLIENTS]: PASSERELLE is the launcher. Starts and ends everything itself, on 127.0.0.1, in a directory of its own. Exits 1 if not.

A quarter each: streams and whole answers, of the chat model here and of an upstream that is slow and records when its connections are closed. They leave
while their prompt is read, while they wait for a slot (there are more clients than slots), in the middle of an answer, and some never. What is wanted: all
is free within one decode step + 100 ms; the upstream sees every close; the budget and the ledger agree to the token.
"""
import collections
import pathlib
import random
import sys
import tempfile
import threading
import time

from stage import Checks, Client, Gateway, Upstream, ask, percentile, wait_for

clients = int(sys.argv[2]) if len(sys.argv) > 2 else 500
SLOTS, BUDGET, ALLOWANCE, LOCAL, FAR = 8, 50_000_000, 0.1, "smollm2-135m-instruct", "far"
place, check, rng = pathlib.Path(tempfile.mkdtemp(prefix="leaving-")), Checks(), random.Random(6)
upstream = Upstream("word", pieces=100, pause=0.05)
gateway = Gateway(sys.argv[1], place)


def configure(budget):
    gateway.configure(f"""admission: {{ mode: keys, public-metrics: true }}
telemetry: {{ access-log: access.log }}
limits: {{ projects: [ {{ name: default, tokens-per-day: {budget} }} ] }}
models:
  - source: bundled:SmolLM2-135M-Instruct
    engine: {{ slots: {SLOTS}, max-length: 2048, queue-length: 1000, queue-deadline: 5m }}
  - id: {FAR}
    deployments: [ {{ name: far, base-url: '{upstream.url}', max-connections: 512 }} ]
""")


configure(BUDGET)
key = gateway.create_key("leaving", "--budget-tokens", f"{BUDGET}/day", "--rpm", "100000", "--tpm", str(BUDGET))["key"]
gateway.start()
words = ["river", "stone", "garden", "harbour", "winter", "lantern"]


def prompt(number, length):
    r = random.Random(number)
    return f"Number {number}. Tell me a long story about: " + " ".join(r.choice(words) for _ in range(length))


def decode_step():
    """Seconds a step takes with all slots busy: the 99th percentile of gaps between the pieces of streams."""
    gaps, lock = [], threading.Lock()

    def one(number):
        client, last = Client(gateway.url, key, LOCAL, prompt(number, 5), max_tokens=40, ignore_eos=True), [None]
        plain = client.event

        def event(line):
            now = time.monotonic()
            if line.startswith(b"data: {"):
                if last[0]:
                    with lock:
                        gaps.append(now - last[0])
                last[0] = now
            plain(line)
        client.event = event
        client.run()
    threads = [threading.Thread(target=one, args=(10_000 + n,)) for n in range(SLOTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return percentile(gaps, 50), percentile(gaps, 99)


def held():
    values = collections.Counter()
    for name, labels, value in gateway.metrics():
        if name in ("passerelle_slots_active", "passerelle_queue_depth", "passerelle_deployment_outstanding_tokens", "passerelle_requests_in_flight"):
            if labels.get("endpoint", "/v1/chat/completions") == "/v1/chat/completions":
                values[name.removeprefix("passerelle_")] += value
    return values


def cancelled(percent):
    """An upper bound of the percentile of passerelle_cancel_latency_seconds, by its buckets, and how many there are."""
    buckets = collections.Counter()
    for name, labels, value in gateway.metrics():
        if name == "passerelle_cancel_latency_seconds_bucket":
            buckets[float(labels["le"].replace("+Inf", "inf"))] += value
    count = gateway.metric("passerelle_cancel_latency_seconds_count")
    return next((edge for edge, value in sorted(buckets.items()) if value >= count * percent / 100), float("nan")), int(count)


capital = "What is the capital of France?"
before = ask(gateway.url, key, LOCAL, capital, temperature=0, max_tokens=12)
check("Paris" in before.text, f"before: {before.text!r}")
median, longest = decode_step()
print(f"one decode step with {SLOTS} slots busy: median {median * 1000:.0f} ms, p99 {longest * 1000:.0f} ms")
promise = longest + ALLOWANCE
# the longest work that can't be stopped half-way is also a chunk of a prompt, which takes the place of a step
fleet, started = [], time.time()
for number in range(clients):
    far, stream, kind = number % 2 == 0, number % 4 < 2, rng.random()
    length = 1200 if kind < 0.2 and not far else rng.randrange(1, 30)
    client = Client(gateway.url, key, FAR if far else LOCAL, prompt(number, length), stream, max_tokens=rng.choice((60, 100)), seed=number)
    client.stay = None if kind > 0.97 else rng.uniform(0, 3) if kind > 0.3 else rng.uniform(0, 0.4)
    fleet.append(client)
busiest = collections.Counter()


def life(client, delay):
    time.sleep(delay)
    client.start()
    if client.stay is not None:
        client.thread.join(client.stay)
        if client.thread.is_alive():
            client.leave()
    client.thread.join(300)


threads = [threading.Thread(target=life, args=(client, rng.uniform(0, 12))) for client in fleet]
for thread in threads:
    thread.start()
while any(thread.is_alive() for thread in threads[:]):
    # those that stay for good leave once nobody else is there
    busiest |= held()
    if all(client.stay is None or client.call.left or client.call.done or client.call.error for client in fleet):
        for client in fleet:
            if not client.call.done and not client.call.left and time.time() - started > 25:
                client.leave()
    time.sleep(0.2)
departed = [client for client in fleet if client.call.left and not client.call.done]
last = max(client.call.left if client in departed else client.call.ended for client in fleet)
free = wait_for(lambda: not any(held().values()) and time.time(), 30, 0.01)
stayed = [client.call for client in fleet if client.call.done]
print(f"{clients} clients in {time.time() - started:.0f} s: {len(departed)} left, {len(stayed)} had their answer, the others: "
      f"{collections.Counter((c.call.status, c.call.code() or c.call.error[:80]) for c in fleet if not c.call.left and not c.call.done)}")
print("at the busiest: " + ", ".join(f"{name} {int(value)}" for name, value in sorted(busiest.items())))

bound, count = cancelled(99)
check(bound <= promise or cancelled(100)[0] <= promise, f"cancel latency of {count} calls: p50 <= {cancelled(50)[0] * 1000:.0f} ms, p99 <= {bound * 1000:.0f} ms, "
      f"longest <= {cancelled(100)[0] * 1000:.0f} ms; wanted {promise * 1000:.0f} ms")
check(free is not None and free - last <= promise + 0.05, f"slots, queue, outstanding tokens and calls under way at 0 {1000 * ((free or 0) - last):.0f} ms "
      f"after the last one went (a look at /metrics takes some of it); wanted {promise * 1000:.0f} ms")

seen = {}
for request in upstream.calls():
    seen[request.body.split(b"Number ", 1)[-1].split(b".", 1)[0].decode()] = request
late, unseen, never = [], 0, 0
for number, client in enumerate(fleet):
    if number % 2 or client not in departed:
        continue
    request = seen.get(str(number))
    if request is None:
        never += 1  # left before the gateway had sent it on
    elif request.closed:
        late.append(request.closed - client.call.left)
    elif not request.ended:
        unseen += 1
check(not unseen, f"the upstream saw {len(late)} closes, p50 {percentile(late, 50) * 1000:.0f} ms and p99 {percentile(late, 99) * 1000:.0f} ms after the client left, "
      f"longest {max(late) * 1000:.0f} ms; {never} calls never reached it; {unseen} weren't closed")
check(percentile(late, 99) <= promise, "in time")

def ledger():
    row = gateway.command("usage", "--by", "key")["data"][0]
    return row, row["prompt_tokens"] + row["completion_tokens"]


after = ask(gateway.url, key, LOCAL, capital, temperature=0, max_tokens=12)
far = ask(gateway.url, key, FAR, "hello", True, max_tokens=3)
charged = gateway.metric("passerelle_tokens_charged_total")
wait_for(lambda: gateway.metric("passerelle_ledger_backlog") == 0 and ledger()[1] == charged, 10, 0.5)
row, counted = ledger()
received = sum(c.call.usage["completion_tokens"] if c.call.usage else c.call.pieces for c in fleet)
most = sum(c.body["max_tokens"] for c in fleet) + SLOTS * 40 + 12
check(received <= row["completion_tokens"] <= most, f"generated: {row['completion_tokens']} in the ledger, {received} received, {most} asked for at most")
check(counted == charged, f"the ledger has {row['requests']} calls of {row['prompt_tokens']} + {row['completion_tokens']} tokens, the limits were charged "
      f"{charged:.0f}, and {gateway.metric('passerelle_tokens_refunded_total'):.0f} were given back")
check(after.text == before.text, f"after: {after.text!r}")
check(far.text == "word word word" and far.done, f"after, of the upstream: {far.text!r}")
check(not any(held().values()), "nothing is held at the end")
# the budget as the gateway holds it: if what was used is all there is, nothing is answered any more; with one short call's worth more, that is
for spare, wanted in ((0, 429), (60, 200), (60, 429)):
    before, begun = gateway.metric("passerelle_config_reloads_total", outcome="applied"), time.time()
    configure(counted + spare)
    wait_for(lambda: gateway.metric("passerelle_config_reloads_total", outcome="applied") > before, 5, 0.1)
    got = ask(gateway.url, key, LOCAL, capital, temperature=0, max_tokens=12)
    check(got.status == wanted, f"a budget of the ledger's tokens and {spare}: {got.status} {got.code() or got.usage}")
lines = gateway.access_log()
print("access log:", dict(collections.Counter((line["status"], line.get("cancelled", False)) for line in lines)))
check.end(place)
