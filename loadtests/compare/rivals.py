#!/usr/bin/env python3
"""Puts the same scenario on one server with `passerelle loadtest`, guidellm and aiperf in turn and prints the figures side by side.

What the generators define differently is computed from their records of single requests, so that rows compare like with like:
every latency counts from the intended start (aiperf: from when it issued the request), time per output token is averaged per
request. docs/benchmarks.md says how the definitions differ. Nothing but Python 3 is needed; the server must be up.
"""

import argparse
import json
import os
import pathlib
import shlex
import signal
import subprocess
import sys
import time

POINTS = (50, 90, 99)
LATENCIES = {
    "ttft": "TTFT from the intended start",
    "ttft_sent": "TTFT from the sending",
    "gap": "ITL, each gap",
    "tpot": "TPOT, per request",
    "e2e": "E2E from the intended start",
    "e2e_sent": "E2E from the sending",
    "e2e_own": "E2E as the generator prints it",
    "lag": "lag of the generator",
}
FIGURES = {
    "requests": "requests measured",
    "requests_s": "requests/s",
    "output_s": "output tokens/s",
    "prompt": "prompt tokens, mean (usage)",
    "output": "output tokens, mean (usage)",
    "failures": "failures",
    "unfinished": "unfinished",
    "cpu": "client CPU, seconds, start-up included",
    "wall": "seconds from start to end",
}


def percentiles(values):
    """By linear interpolation between the two nearest; of no values: none."""
    ordered = sorted(values)
    if not ordered:
        return {}
    found = {}
    for p in POINTS:
        at = (len(ordered) - 1) * p / 100
        low = int(at)
        high = min(low + 1, len(ordered) - 1)
        found[p] = ordered[low] + (ordered[high] - ordered[low]) * (at - low)
    return found


def mean(values):
    known = [v for v in values if v is not None]
    return sum(known) / len(known) if known else None


class Ours:
    """`./passerelle loadtest`."""

    def command(self, a, out):
        load = ["--arrivals", a.arrivals, "--rate", str(a.rate)] if a.rate else ["--users", str(a.concurrency)]
        return shlex.split(a.ours) + [
            "--url", a.url + "/v1", "--model", a.model, *load,
            "--duration", f"{a.seconds}s", "--warm-up", f"{a.warm_up}s",
            "--prompt-tokens", str(a.prompt_tokens), "--output-tokens", str(a.output_tokens),
            "--ignore-eos", "on" if a.ignore_eos else "off", "--seed", str(a.seed),
            "--quiet", "--out", str(out / "result.json"),
        ]

    def environment(self, a):
        return {}

    def figures(self, a, out):
        summary = json.loads((out / "result.json").read_text())["summary"]
        spreads = summary["spreads"]

        def spread(name):
            s = spreads.get(name)
            return {p: s[f"p{p}"] for p in POINTS} if s and s["count"] else {}

        return {
            "ttft": spread("ttft"), "gap": spread("itl"), "tpot": spread("tpot"),
            "e2e": spread("e2e"), "e2e_own": spread("e2e"), "lag": spread("lag"),
            "requests": summary["requests"]["succeeded"],
            "requests_s": summary["throughput"]["requests"],
            "output_s": summary["throughput"]["output_tokens"],
            "prompt": spreads.get("prompt_tokens", {}).get("mean"),
            "output": spreads.get("output_tokens", {}).get("mean"),
            "failures": summary["requests"]["failed"] + summary["requests"]["not_sent"],
            "unfinished": summary["requests"]["unfinished"],
        }


class GuideLlm:
    """guidellm 0.8: `guidellm run`."""

    def command(self, a, out):
        if a.rate:
            # By number, not by time: at a time limit it breaks off what is under way and measures the rest.
            kind = "poisson" if a.arrivals == "poisson" else "constant"
            profile = f"kind={kind},rate={a.rate},warmup={warm_up_requests(a)}"
            end = f"kind=max_requests,count={round(a.rate * a.seconds)}"
        else:
            profile = f"kind=concurrent,streams={a.concurrency},warmup={a.warm_up}"
            end = f"kind=max_duration,seconds={a.seconds}"
        return shlex.split(a.guidellm) + [
            "run", "--backend", f"kind=openai_http,target={a.url},model={a.model},validate_backend=false",
            "--profile", profile, "--constraint", end,
            "--tokenizer", f"kind=huggingface_auto,model={a.tokenizer}",
            "--data", f"kind=synthetic_text,prompt_tokens={a.prompt_tokens},output_tokens={a.output_tokens}",
            "--seed", f"kind=static,value={a.seed}", "--output", f"kind=json,path={out / 'result.json'}",
            "--disable-progress",
        ]

    def environment(self, a):
        # Ten worker processes are its default; more than processors stall each other. For Poisson each draws with the same
        # seed, so that every gap comes as often as there are processes: only one gives independent gaps.
        workers = "1" if a.rate and a.arrivals == "poisson" else str(min(10, os.cpu_count() or 1))
        return {"HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1",
                "GUIDELLM__MAX_WORKER_PROCESSES": os.environ.get("GUIDELLM__MAX_WORKER_PROCESSES", workers)}

    def figures(self, a, out):
        benchmark = json.loads((out / "result.json").read_text())["benchmarks"][0]
        metrics, done = benchmark["metrics"], benchmark["requests"]["successful"]
        begin, end = benchmark["start_time"], benchmark["end_time"]
        done = [r for r in done if r["info"]["timings"]["request_start"] >= begin and r["request_end_time"] <= end]
        open_loop = bool(a.rate)
        if open_loop and any(r["info"]["timings"]["targeted_start"] < begin - a.seconds for r in benchmark["requests"]["successful"]):
            sys.exit("guidellm scheduled requests before its start (its workers drew before the schedule was set): run it again")

        def since(start, stop):
            times = (r["info"]["timings"] for r in done)
            return percentiles([(t[stop] - t[start]) * 1e3 for t in times if t[stop] and t[start]])

        intended = "targeted_start" if open_loop else "resolve_start"
        return {
            "ttft": since(intended, "first_token_iteration"),
            "ttft_sent": percentiles([r["time_to_first_token_ms"] for r in done if r["time_to_first_token_ms"]]),
            "tpot": percentiles([r["inter_token_latency_ms"] for r in done if r["inter_token_latency_ms"]]),
            "e2e": since(intended, "request_end"),
            "e2e_sent": since("request_start", "request_end"),
            "e2e_own": {p: 1e3 * metrics["request_latency"]["successful"]["percentiles"][f"p{p}"] for p in POINTS},
            "lag": since(intended, "request_start"),
            "requests": metrics["request_totals"]["successful"],
            "requests_s": metrics["requests_per_second"]["successful"]["mean"],
            "output_s": metrics["output_tokens_per_second"]["total"]["mean"],
            "prompt": mean([r["prompt_tokens"] for r in done]),
            "output": mean([r["output_tokens"] for r in done]),
            "failures": metrics["request_totals"]["errored"],
            "unfinished": metrics["request_totals"]["incomplete"],
        }


class AiPerf:
    """aiperf 0.13: `aiperf profile`."""

    def command(self, a, out):
        # Else 100 different prompts go round, and a prefix cache answers the second hundred.
        prompts = 10 * a.concurrency * a.seconds if a.concurrency else round(a.rate * a.seconds) + 1
        load = (["--request-rate", str(a.rate), "--arrival-pattern", a.arrivals] if a.rate
                else ["--concurrency", str(a.concurrency)])
        warm_up = ["--warmup-duration", str(a.warm_up)] if a.warm_up else []
        extra = ["--extra-inputs", "ignore_eos:true"] if a.ignore_eos else []
        return shlex.split(a.aiperf) + [
            "profile", "-m", a.model, "-u", a.url, "--endpoint-type", "chat", "--streaming", *load, *warm_up, *extra,
            "--benchmark-duration", str(a.seconds - a.warm_up), "--num-dataset-entries", str(prompts),
            "--isl", str(a.prompt_tokens), "--isl-stddev", "0", "--osl", str(a.output_tokens), "--osl-stddev", "0",
            "--use-server-token-count", "--tokenizer", a.tokenizer, "--random-seed", str(a.seed),
            "--ui", "none", "--no-server-metrics", "--no-gpu-telemetry", "--output-artifact-dir", str(out / "result"),
        ]

    def environment(self, a):
        # Told to be offline it takes a tokenizer's folder for a name on the hub and fails.
        return {"HF_HUB_OFFLINE": None, "TRANSFORMERS_OFFLINE": None}

    def figures(self, a, out):
        total = json.loads((out / "result" / "profile_export_aiperf.json").read_text())
        lines = (out / "result" / "profile_export.jsonl").read_text().splitlines()
        all_done = [json.loads(line) for line in lines]
        done = [r for r in all_done if r["metadata"]["benchmark_phase"] == "profiling" and not r.get("error")]

        def value(r, name):
            found = r["metrics"].get(name)
            return found["value"] if found else None

        def lag(r):
            return (r["metadata"]["request_start_ns"] - r["metadata"]["credit_issued_ns"]) / 1e6

        def since(start):
            return percentiles([(r["metadata"]["request_end_ns"] - r["metadata"][start]) / 1e6 for r in done])

        def known(name):
            return [v for v in (value(r, name) for r in done) if v is not None]

        first = [r for r in done if value(r, "time_to_first_token") is not None]
        return {
            "ttft": percentiles([value(r, "time_to_first_token") + lag(r) for r in first]),
            "ttft_sent": percentiles(known("time_to_first_token")),
            "gap": percentiles([gap for gaps in known("inter_chunk_latency") for gap in gaps]),
            "tpot": percentiles(known("inter_token_latency")),
            "e2e": since("credit_issued_ns"), "e2e_sent": since("request_start_ns"),
            "e2e_own": percentiles(known("request_latency")),
            "lag": percentiles([lag(r) for r in done]),
            "requests": total["request_count"]["avg"],
            "requests_s": total["request_throughput"]["avg"],
            "output_s": total["output_token_throughput"]["avg"],
            "prompt": mean(known("usage_prompt_tokens")),
            "output": mean(known("usage_completion_tokens")),
            "failures": total.get("error_request_count", {}).get("avg", 0),
            "unfinished": sum(1 for r in all_done if r["metadata"]["was_cancelled"]),
        }


GENERATORS = {"ours": Ours(), "guidellm": GuideLlm(), "aiperf": AiPerf()}


def warm_up_requests(a):
    return round(a.rate * a.warm_up)


def run(name, number, a):
    """One generator from its start to its end; its figures with the CPU time of it and all it waited for."""
    out = a.out / f"{number}-{name}"
    out.mkdir(parents=True)
    generator = GENERATORS[name]
    environment = dict(os.environ)
    for key, value in generator.environment(a).items():
        environment.pop(key, None)
        if value is not None:
            environment[key] = value
    command = generator.command(a, out)
    print(f"{number}. {shlex.join(command)}", file=sys.stderr, flush=True)
    begun = time.monotonic()
    with open(out / "log", "wb") as log:
        child = subprocess.Popen(command, stdout=log, stderr=log, env=environment, start_new_session=True)
    try:
        status, usage = wait(child, begun + 2 * a.seconds + 300)
    finally:
        end_group(child)
    wall = time.monotonic() - begun
    if status:
        sys.exit(f"{name} ended with status {os.waitstatus_to_exitcode(status)}: see {out / 'log'}")
    figures = generator.figures(a, out)
    figures.update(cpu=usage.ru_utime + usage.ru_stime, wall=wall)
    return figures


def wait(child, until):
    while time.monotonic() < until:
        pid, status, usage = os.wait4(child.pid, os.WNOHANG)
        if pid:
            child.returncode = os.waitstatus_to_exitcode(status)
            return status, usage
        time.sleep(0.2)
    sys.exit("ran past its time")


def end_group(child):
    """Ends what is left of the child's own process group."""
    try:
        os.killpg(child.pid, signal.SIGTERM)
        time.sleep(0.5)
        os.killpg(child.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    child.poll()


def number(value):
    if value is None:
        return "–"
    if isinstance(value, int) or float(value).is_integer():
        return f"{value:,.0f}"
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.1f}" if abs(value) >= 100 else f"{value:.2f}"


def table(order, runs):
    """Rows by measure, a column a run, then what each rival says as a share of ours; `*` where it is off by more than 5 %."""
    rivals = [name for name in dict.fromkeys(order) if name != "ours"]
    head = ["measure"] + [f"{name} ({i})" for i, name in enumerate(order, 1)]
    compare = rivals if "ours" in order else []
    print("| " + " | ".join(head + [f"{name} ÷ ours" for name in compare]) + " |")
    print("|" + "---|" * (len(head) + len(compare)))
    rows = [(f"{label}, ms, p{p}", [r.get(key, {}).get(p) for r in runs])
            for key, label in LATENCIES.items() for p in POINTS]
    rows += [(label, [r.get(key) for r in runs]) for key, label in FIGURES.items()]
    for label, values in rows:
        if all(v is None for v in values):
            continue
        cells = [label] + [number(v) for v in values]
        for name in compare:
            cells.append(ratio(mean_of(order, values, name), mean_of(order, values, "ours")))
        print("| " + " | ".join(cells) + " |")


def mean_of(order, values, name):
    return mean([v for n, v in zip(order, values) if n == name])


def ratio(theirs, ours):
    if theirs is None or not ours:
        return "–"
    share = theirs / ours
    return f"{share:.2f}" + (" *" if abs(share - 1) > 0.05 else "")


def arguments():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--url", required=True, help="of the server, without /v1")
    p.add_argument("--model", required=True)
    load = p.add_mutually_exclusive_group(required=True)
    load.add_argument("--rate", type=float, help="open loop: requests a second")
    load.add_argument("--concurrency", type=int, help="closed loop: requests under way")
    p.add_argument("--arrivals", choices=["constant", "poisson"], default="constant", help="of the open loop")
    p.add_argument("--seconds", type=int, default=30, help="of arrivals, warm-up included")
    p.add_argument("--warm-up", type=int, default=2, help="seconds at the beginning that are not measured")
    p.add_argument("--prompt-tokens", type=int, default=128)
    p.add_argument("--output-tokens", type=int, default=32)
    p.add_argument("--no-ignore-eos", dest="ignore_eos", action="store_false", help="guidellm sends it all the same")
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--tokenizer", help="folder with tokenizer.json and tokenizer_config.json, for the rivals")
    p.add_argument("--ours", default="./passerelle loadtest", help="command")
    p.add_argument("--guidellm", default="guidellm", help="command")
    p.add_argument("--aiperf", default="aiperf", help="command")
    p.add_argument("--order", default="ours,guidellm,aiperf,ours", help="ours comes twice to show drift")
    p.add_argument("--pause", type=float, default=3, help="seconds between two runs")
    p.add_argument("--out", type=pathlib.Path, required=True, help="a folder that does not exist yet")
    a = p.parse_args()
    a.url = a.url.rstrip("/").removesuffix("/v1")
    a.order = a.order.split(",")
    unknown = [name for name in a.order if name not in GENERATORS]
    if unknown:
        p.error(f"--order has {unknown[0]}: allowed are {', '.join(GENERATORS)}")
    if set(a.order) != {"ours"} and not a.tokenizer:
        p.error("--tokenizer is needed for guidellm and aiperf")
    if a.tokenizer:
        a.tokenizer = str(pathlib.Path(a.tokenizer).resolve())
    if a.warm_up >= a.seconds:
        p.error("--warm-up must be shorter than --seconds")
    a.out = a.out.resolve()
    if a.out.exists():
        p.error(f"--out {a.out} exists: name a new folder")
    return a


def main():
    a = arguments()
    runs = []
    for i, name in enumerate(a.order, 1):
        if runs:
            time.sleep(a.pause)
        runs.append(run(name, i, a))
        (a.out / "figures.json").write_text(json.dumps({"order": a.order[:i], "runs": runs}, indent=1))
    table(a.order, runs)


if __name__ == "__main__":
    main()
