"""Does the official Python client's automatic retry obey the gateway's headers?

retries.py BASE_URL KEY_WITH_RPM KEY_WITH_BUDGET (pip install openai). The first key needs a limit of requests a minute and no other, the second a
budget of a few tokens a day. Exits 1 if a call isn't answered after the wait it was told, or a used-up budget is tried again.
"""
import sys
import time

import httpx2 as httpx
import openai

url, limited, spent = sys.argv[1:4]
attempts = []


def client(key):
    seen = httpx.Client(event_hooks={"response": [lambda response: attempts.append((response.status_code, dict(response.headers)))]})
    return openai.OpenAI(base_url=url, api_key=key, http_client=seen)


def ask(asking, tokens=1):
    attempts.clear()
    begun = time.monotonic()
    try:
        asking.chat.completions.create(model="smollm2-135m-instruct", max_tokens=tokens, messages=[{"role": "user", "content": "Hi"}])
        return time.monotonic() - begun, None
    except openai.RateLimitError as e:
        return time.monotonic() - begun, e


rate = client(limited)
while True:  # until one call had to wait
    seconds, error = ask(rate)
    if len(attempts) > 1 or error:
        break
told = int(attempts[0][1]["retry-after-ms"]) / 1000
print(f"rate: answers {[status for status, _ in attempts]}, told to wait {told:.3f} s, answered after {seconds:.3f} s, error {error}")
good = error is None and len(attempts) == 2 and seconds >= told
budget = client(spent)
while True:
    seconds, error = ask(budget, 8)
    if error:
        break
print(f"budget: answers {[status for status, _ in attempts]}, code {error.code}, after {seconds:.3f} s")
good = good and len(attempts) == 1 and error.code == "insufficient_quota"
sys.exit(not good)
