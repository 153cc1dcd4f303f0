"""Changes the configuration of a gateway that is serving: does what runs go on, does what is right take effect, and what is wrong not?

reload.py PASSERELLE: PASSERELLE is the launcher. Starts and ends everything itself, on 127.0.0.1, in a directory of its own. Exits 1 if not.
"""
import collections
import pathlib
import signal
import sys
import tempfile
import time

from stage import Checks, Client, Gateway, Upstream, ask, wait_for

place, check = pathlib.Path(tempfile.mkdtemp(prefix="reload-")), Checks()
one, two = Upstream("one", pieces=60, pause=0.1), Upstream("two", pieces=60, pause=0.1)
gateway = Gateway(sys.argv[1], place)
rotated = gateway.place / "two.key"


def configure(first, second, more=""):
    gateway.configure(f"""telemetry: {{ access-log: access.log }}
models:
  - id: chat
    deployments:
      - {{ name: one, base-url: '{one.url}', weight: {first} }}
      - {{ name: two, base-url: '{two.url}', weight: {second}, api-key-file: two.key }}
  - source: bundled:SmolLM2-135M-Instruct
{more}""")


def reloads(outcome):
    return gateway.metric("passerelle_config_reloads_total", outcome=outcome)


def shares(calls=40):
    return collections.Counter((ask(gateway.url, "", "chat", "hello", max_tokens=1).text or "failed") for _ in range(calls))


def took(outcome, change):
    """Changes something and says how long it took to be noticed; None if it wasn't."""
    before, begun = reloads(outcome), time.time()
    change()
    return (time.time() - begun) if wait_for(lambda: reloads(outcome) > before, 10) else None


def replaced_key(key):
    (gateway.place / "new").write_text(key + "\n")
    (gateway.place / "new").replace(rotated)


two.keys = {"first-key"}
rotated.write_text("first-key\n")
configure(1000, 1)
gateway.start()
print("weights 1000 : 1 give", dict(shares()))
far = Client(gateway.url, "", "chat", "a stream that lasts").start()
near = Client(gateway.url, "", "smollm2-135m-instruct", "a stream that lasts", max_tokens=300, ignore_eos=True).start()
far.until(1)
near.until(1)

seconds = took("applied", lambda: configure(1, 1000))
now = shares()
check(seconds is not None and now["two"] > 30, f"a changed file takes effect {seconds or 0:.1f} s later: weights 1 : 1000 give {dict(now)}")


def by_signal():
    configure(1000, 1)
    gateway.process.send_signal(signal.SIGHUP)


seconds = took("applied", by_signal)
now = shares()
check(seconds is not None and now["one"] > 30, f"with SIGHUP {seconds or 0:.2f} s later: {dict(now)}")

seconds = took("refused", lambda: configure(1, 1000, "nonsense: { is: wrong }\n"))
now = shares()
check(seconds is not None and now["one"] > 30, f"a wrong file is refused {seconds or 0:.1f} s later and the old one stays: {dict(now)}")
time.sleep(2.5)
errors = [line for line in gateway.logged().splitlines() if "nonsense" in line]
check(len(errors) == 1, f"the log says so {len(errors)} times: {errors[0][:300] if errors else ''}")
seconds = took("applied", lambda: configure(1, 1000))
check(seconds is not None, f"and once it is right it is taken, {seconds or 0:.1f} s later: {dict(shares(10))}")

# the upstream takes only the new key from now on, as after a rotation
two.keys = {"second-key"}
seconds = took("applied", lambda: replaced_key("second-key"))
now = shares(20)
used = two.calls()[-1].head
check(seconds is not None and now["two"] > 12 and b"Bearer second-key" in used, f"a key file that changed is used {seconds or 0:.1f} s later: {dict(now)}")
check("second-key" not in gateway.logged() and "first-key" not in gateway.logged(), "no key in the log")

seconds = took("applied", lambda: gateway.configure(f"""telemetry: {{ access-log: access.log }}
models:
  - {{ id: other, deployments: [ {{ name: one, base-url: '{one.url}' }} ] }}
  - source: bundled:SmolLM2-135M-Instruct
"""))
gone, other = ask(gateway.url, "", "chat", "hello"), ask(gateway.url, "", "other", "hello", max_tokens=1)
check(gone.status == 404 and other.status == 200, f"a model that is gone: {gone.status}; one that is new: {other.status}")

for name, client in (("elsewhere", far), ("here", near)):
    call = client.join()
    check(call.done and not call.error and call.usage is not None, f"the stream {name} that ran all the while came to its end: {call.pieces} pieces, {call.usage}")
gateway.process.send_signal(signal.SIGTERM)
check(gateway.process.wait(40) == 0, "SIGTERM: exit code 0")
check.end(place)
