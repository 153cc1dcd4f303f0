"""Two gateways in two regions, each the other's upstream, and one region fails: do confined calls stay where they belong?

regions.py PASSERELLE: PASSERELLE is the launcher. Starts and ends everything itself, on 127.0.0.1, in a directory of its own. Exits 1 if a confined call
gets another answer than 503 with the reason, an unconfined one no answer, or a byte of a confined call reaches the other region: each prompt has words of
its own, which are looked for in all that the other region's upstream got, and its gateway's access log has no line more.
"""
import json
import pathlib
import sys
import tempfile
import time
import uuid

from stage import Checks, Gateway, Upstream, ask, wait_for

place, check = pathlib.Path(tempfile.mkdtemp(prefix="regions-")), Checks()
regions = ("fr-par", "nl-ams")
stubs = {region: Upstream(region, pieces=5, pause=0.01) for region in regions}
gateways = {region: Gateway(sys.argv[1], place, region) for region in regions}
for region in regions:
    gateways[region].configure("admission: { mode: keys }\nmodels:\n  - { id: chat, deployments: [ { base-url: 'http://127.0.0.1:9/v1' } ] }\n")
# each gateway calls the other with a key that may go everywhere; the caller's own regions are kept by where it sends them
between = {region: gateways[region].create_key("from-elsewhere")["key"] for region in regions}


def configure(region, policy="weighted", trials=""):
    other = regions[1 - regions.index(region)]
    gateways[region].configure(f"""admission: {{ mode: keys, public-metrics: true }}
telemetry: {{ access-log: access.log }}
routing: {{ breaker-failures: 1000, retries-per-second: 100000 }}
models:
  - id: chat
    routing: {{ policy: {policy}{', hedge-after: 1ms' if trials else ''}{', fallbacks: [far]' if trials else ''} }}
    deployments:
      - {{ name: here, base-url: '{stubs[region].url}', region: {region}, weight: 3, price: {{ prompt: 1, completion: 1, currency: EUR }} }}
      - {{ name: other, base-url: '{gateways[other].url}/v1', api-key: '{between[other]}', region: {other}, headers: {{ X-From: {region} }},
           price: {{ prompt: 0.5, completion: 0.5, currency: EUR }} }}
{trials}""")


def trials(other):
    address = f"base-url: '{gateways[other].url}/v1', api-key: '{between[other]}', region: {other}"
    return f"""      - {{ name: trial, {address}, canary: {{ percent: 50 }} }}
      - {{ name: shadow, {address}, shadow: {{ percent: 100 }} }}
  - id: far
    deployments: [ {{ name: far, {address} }} ]
"""


for region in regions:
    # Only the gateway under test knows the other region; the other one answers by its own upstream.
    configure(region)
    gateways[region].start()
home, away = gateways["fr-par"], gateways["nl-ams"]
anyone, confined = home.create_key("anyone")["key"], home.create_key("confined", "--regions", "fr-par")["key"]


def lines(gateway):
    log = gateway.place / "access.log"
    return [json.loads(line) for line in log.read_text().splitlines() if "/v1/" in line] if log.exists() else []


def settled():
    """Lines of the other region's log, once no more come."""
    seen = [-1]

    def still():
        seen.append(len(lines(away)))
        return seen[-1] == seen[-2]
    wait_for(still, 10, 0.3)
    return seen[-1]


def confined_calls(count):
    """Confined by their key or by the header, streaming or not, each with a word of its own."""
    marks, calls = [], []
    for n in range(count):
        mark = uuid.uuid4().hex
        by_key = n % 2 == 0
        calls.append(ask(home.url, confined if by_key else anyone, "chat", f"{mark} is a word of mine", n % 4 < 2,
                         headers={} if by_key else {"x-passerelle-region": "fr-par"}))
        marks.append(mark.encode())
    return marks, calls


check(ask(home.url, anyone, "chat", "hello").status == 200 and ask(away.url, away.create_key("x")["key"], "chat", "hello").status == 200, "both regions answer")
for policy in ("weighted", "least-outstanding", "latency", "prefix-affinity", "cheapest"):
    for with_trials in (False, True):
        title = policy + (", with canary, shadow, hedging and a fallback there" if with_trials else "")
        stubs["fr-par"].failing = 0
        before_reload = home.metric("passerelle_config_reloads_total", outcome="applied")
        configure("fr-par", policy, trials("nl-ams") if with_trials else "")
        wait_for(lambda: home.metric("passerelle_config_reloads_total", outcome="applied") > before_reload, 5, 0.1)
        for failing in (0, 503):
            stubs["fr-par"].failing = failing
            before, bytes_before = settled(), len(stubs["nl-ams"].received())
            marks, calls = confined_calls(12)
            more = settled() - before
            found = sum(mark in stubs["nl-ams"].received() for mark in marks)
            if failing:
                right = all(call.status == 503 and call.code() == "region_unavailable" and call.headers.get("retry-after") for call in calls)
            else:
                right = all(call.status == 200 and set(call.text.split()) == {"fr-par"} for call in calls)
            check(right and not more and not found and len(stubs["nl-ams"].received()) == bytes_before,
                  f"{title}, {'failing' if failing else 'well'}: {len(calls)} confined calls got {sorted({(c.status, c.code()) for c in calls}, key=str)}; "
                  f"the other region's log has {more} lines more, its upstream {len(stubs['nl-ams'].received()) - bytes_before} bytes more")
        free = [ask(home.url, anyone, "chat", f"free {n}", n % 2 == 0) for n in range(12)]
        check(all(call.status == 200 and set(call.text.split()) == {"nl-ams"} for call in free),
              f"{title}, failing: 12 calls that are free to go got {sorted({c.status for c in free})} from {sorted({w for c in free for w in c.text.split()})}")
stubs["fr-par"].failing = 503
example = ask(home.url, confined, "chat", "why?")
print("a confined call is told, Retry-After", example.headers.get("retry-after") + ":", example.body)

# both fail: each gateway may send the call to the other, which must not send it back
stubs["nl-ams"].failing = 503
time.sleep(2)  # what was said of Retry-After is over
before = sum(len(stub.calls()) for stub in stubs.values())
both = ask(home.url, anyone, "chat", "is anybody there?")
check(both.status == 503 and sum(len(stub.calls()) for stub in stubs.values()) - before <= 4,
      f"both regions fail: {both.status}, the upstreams were asked {sum(len(stub.calls()) for stub in stubs.values()) - before} times for one call")

# only the other one fails: what is confined to it mustn't come back through its gateway, which knows this region too
stubs["fr-par"].failing = 0
time.sleep(2)
marks = [uuid.uuid4().hex for _ in range(8)]
calls = [ask(home.url, anyone, "chat", mark, n % 2 == 0, headers={"x-passerelle-region": "nl-ams"}) for n, mark in enumerate(marks)]
check(all(c.status == 503 and c.code() == "region_unavailable" for c in calls) and not any(m.encode() in stubs["fr-par"].received() for m in marks)
      and any(m.encode() in stubs["nl-ams"].received() for m in marks),
      f"only the other region fails: calls confined to it got {sorted({(c.status, c.code()) for c in calls}, key=str)}, and nothing came back to this region's upstream")
stubs["fr-par"].failing = 503

# the region's upstream is gone altogether
stubs["fr-par"].stop()
marks, calls = confined_calls(8)
check(all(c.status == 503 and c.code() == "region_unavailable" for c in calls) and not any(m in stubs["nl-ams"].received() for m in marks),
      "nobody listens: 503 region_unavailable, nothing went to the other region")
check(ask(home.url, confined, "chat", "x", headers={"x-passerelle-region": "nl-ams"}).status == 403, "a header that asks for a region its key doesn't have: 403")
check(ask(home.url, anyone, "chat", "x", headers={"x-passerelle-region": "de-fra"}).status == 403, "a region where the model doesn't run: 403")
# and the whole gateway of the other one
away.kill()
last = ask(home.url, anyone, "chat", "hello?")
check(last.status == 503 and last.code() == "no_deployment", "then the other gateway killed: " + last.body)
check.end(place)
