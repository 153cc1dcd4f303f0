"""SIGTERM while streams run: are they finished, is what is new refused, and what does OpenAI's client make of it?

stopping.py PASSERELLE: PASSERELLE is the launcher. Starts and ends everything itself, on 127.0.0.1, in a directory of its own. Exits 1 if not.
With the package `openai` its client is tried too.
"""
import pathlib
import signal
import sys
import tempfile
import threading
import time

from stage import Checks, Client, Gateway, Upstream, ask, wait_for

try:
    import openai
except ImportError:
    openai = None

place, check = pathlib.Path(tempfile.mkdtemp(prefix="stopping-")), Checks()
upstream = Upstream("word", pieces=60, pause=0.1)
gateway = Gateway(sys.argv[1], place)
gateway.configure(f"""telemetry: {{ access-log: access.log }}
models:
  - {{ id: far, deployments: [ {{ name: far, base-url: '{upstream.url}' }} ] }}
  - source: bundled:SmolLM2-135M-Instruct
""")
gateway.start()
streams = {"far": Client(gateway.url, "", "far", "a stream that lasts").start(),
           "near": Client(gateway.url, "", "smollm2-135m-instruct", "a stream that lasts", max_tokens=250, ignore_eos=True).start(),
           "whole": Client(gateway.url, "", "far", "a whole answer", stream=False).start()}
outcome = {}


def by_openai():
    client = openai.OpenAI(base_url=gateway.url + "/v1", api_key="none", max_retries=0)
    try:
        stream = client.chat.completions.create(model="far", messages=[{"role": "user", "content": "hello"}], stream=True)
        outcome["stream"] = sum(1 for chunk in stream if chunk.choices and chunk.choices[0].delta.content)
    except openai.OpenAIError as e:
        outcome["stream"] = repr(e)


official = threading.Thread(target=by_openai)
if openai:
    official.start()
streams["far"].until(3)
streams["near"].until(3)
time.sleep(0.5)
gateway.process.send_signal(signal.SIGTERM)
stopped = time.time()
refusal = wait_for(lambda: (status := gateway.ready())[0] == 503 and status, 5)
check(refusal is not None, f"not ready {1000 * (time.time() - stopped):.0f} ms later: {refusal and refusal[1][:200]}")
for model in ("far", "smollm2-135m-instruct"):
    new = ask(gateway.url, "", model, "one more")
    check(new.status == 503 and new.headers.get("retry-after") is not None, f"a new call: {new.status} {new.code()}, Retry-After {new.headers.get('retry-after')}")
if openai:
    begun = time.time()
    try:
        openai.OpenAI(base_url=gateway.url + "/v1", api_key="none", max_retries=1).chat.completions.create(model="far", messages=[{"role": "user", "content": "x"}])
        told = "an answer"
    except openai.OpenAIError as e:
        told = f"{type(e).__name__} {getattr(e, 'status_code', '')} {getattr(e, 'code', '')}"
    print(f"OpenAI's client, with one retry, is told {told} after {time.time() - begun:.1f} s")
    official.join(60)
    check(outcome["stream"] == 60, f"OpenAI's client had its stream whole: {outcome['stream']} pieces")
for name, client in streams.items():
    call = client.join(60)
    check(call.done and not call.error and call.usage is not None, f"{name}: finished with {call.usage} {call.error}")
code = gateway.process.wait(40)
check(code == 0, f"exit code {code}, {time.time() - stopped:.1f} s after SIGTERM")
check(sorted(line["status"] for line in gateway.access_log())[:2] == [200, 200], "the access log has them: "
      + str(sorted((line["status"], line.get("error", "")) for line in gateway.access_log())))
check.end(place)
