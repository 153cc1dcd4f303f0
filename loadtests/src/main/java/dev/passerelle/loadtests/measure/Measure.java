package dev.passerelle.loadtests.measure;

/// A quantity measured for requests. Latencies count from the intended start of a request, so that
/// waiting for a busy client or server is in them.
public enum Measure {
    TTFT(
            "ttft",
            Unit.MS,
            "time to first token: from the intended start to the first event with output"),
    ITL(
            "itl",
            Unit.MS,
            "inter-token latency: between one event with output and the next, each gap"),
    TPOT(
            "tpot",
            Unit.MS,
            "time per output token: from the first to the last, divided by tokens - 1, per request"),
    E2E("e2e", Unit.MS, "end to end: from the intended start to the last byte"),
    HEADERS("headers", Unit.MS, "from the intended start to the answer's status line"),
    LAG("lag", Unit.MS, "from the intended start to when the generator began with the request"),
    CONNECT("connect", Unit.MS, "opening a connection, of requests that needed one"),
    ADMISSION("admission", Unit.MS, "`admission` of the header or trailer `Server-Timing`"),
    QUEUE("queue", Unit.MS, "`queue` of `Server-Timing`: waiting for a slot"),
    PROMPT("prompt", Unit.MS, "`prompt` of `Server-Timing`: reading the prompt"),
    DECODE("decode", Unit.MS, "`decode` of `Server-Timing`: generating"),
    PROMPT_TOKENS("prompt_tokens", Unit.TOKENS, "tokens of the prompt, as the server's usage says"),
    OUTPUT_TOKENS("output_tokens", Unit.TOKENS, "tokens of the answer, as the server's usage says"),
    CACHED_TOKENS("cached_tokens", Unit.TOKENS, "tokens of the prompt that a prefix cache had");

    /// What a measure counts.
    public enum Unit {
        MS,
        TOKENS
    }

    private final String id;
    private final Unit unit;
    private final String meaning;

    Measure(String id, Unit unit, String meaning) {
        this.id = id;
        this.unit = unit;
        this.meaning = meaning;
    }

    /// As in files and flags.
    public String id() {
        return id;
    }

    public Unit unit() {
        return unit;
    }

    public String meaning() {
        return meaning;
    }
}
