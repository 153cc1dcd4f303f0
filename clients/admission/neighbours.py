"""Two tenants on one model: one keeps 64 requests going, the other sends one a second. How long does the second wait for its first token?

neighbours.py URL KEY_OF_THE_FLOOD KEY_OF_THE_OTHER [SECONDS]. Prints the median and the longest time to first token, alone and beside the flood.
"""
import random
import statistics
import sys
import threading
import time

from calls import chat

url, flood, other = sys.argv[1:4]
seconds = int(sys.argv[4]) if len(sys.argv) > 4 else 20
WORDS = "river stone copper garden window engine summer letter bridge market silver forest doctor planet mirror island".split()
stop = threading.Event()


def prompt(seed, length=40):
    return "Continue this list of words: " + " ".join(random.Random(seed).choice(WORDS) for _ in range(length))


def singles(first_seed):
    """One request each second, whatever became of the one before."""
    answers, threads = [], []
    for i in range(seconds):
        thread = threading.Thread(target=lambda i=i: answers.append(chat(url, other, prompt(first_seed + i), 8, ignore_eos=True)))
        thread.start()
        threads.append(thread)
        time.sleep(1)
    for thread in threads:
        thread.join()
    failed = [a.error for a in answers if a.first is None]
    times = sorted(a.first * 1000 for a in answers if a.first is not None)
    print(f"  {len(times)} answered, {len(failed)} not {failed[:2]}; first token after {statistics.median(times):.0f} ms (median), "
          f"{times[-1]:.0f} ms (longest)", flush=True)
    return times


def flooder(number):
    seed = number
    while not stop.is_set():
        chat(url, flood, prompt(seed), 64, on_piece=lambda _: not stop.is_set(), ignore_eos=True)
        seed += 64


chat(url, other, "Hello", 4)
print("alone")
alone = singles(10_000)
threads = [threading.Thread(target=flooder, args=(n,)) for n in range(64)]
for thread in threads:
    thread.start()
time.sleep(5)
print("beside 64 parallel requests of the other tenant")
beside = singles(20_000)
stop.set()
for thread in threads:
    thread.join()
print(f"median beside the flood / alone: {statistics.median(beside) / statistics.median(alone):.2f}")
