package dev.passerelle.loadtests.stub;

import dev.passerelle.loadtests.distribution.Distribution;
import dev.passerelle.loadtests.distribution.Distributions;
import java.time.Duration;
import java.util.List;

/// What a stub is told to do. Times that are drawn are milliseconds.
///
/// @param host to listen on
/// @param port to listen on; 0 for any that is free
/// @param model the one it serves
/// @param seed of all that is drawn: what the n-th request gets depends on this and n only
/// @param latency of answers
/// @param trouble shares of requests that go wrong
/// @param stalls times in which nothing is sent
/// @param slots answers that can be generated at once, others wait in order; 0 for any number
/// @param cache shares of answers and prompts that are said to come from a cache
/// @param preamble whether a chat's stream begins with an event without text, at once
/// @param maxTokens of an answer whose request names no number
/// @param remember how many requests [Stub#truth] tells of; further ones are not recorded
public record StubOptions(
        String host,
        int port,
        String model,
        long seed,
        Latency latency,
        Trouble trouble,
        List<Stall> stalls,
        int slots,
        Cache cache,
        boolean preamble,
        int maxTokens,
        int remember) {
    public static final StubOptions DEFAULT =
            new StubOptions(
                    "127.0.0.1",
                    0,
                    "stub",
                    1,
                    Latency.DEFAULT,
                    Trouble.NONE,
                    List.of(),
                    0,
                    Cache.NONE,
                    false,
                    16,
                    0);

    public StubOptions {
        stalls = List.copyOf(stalls);
    }

    /// How long things take.
    ///
    /// @param ttft from when a request is read to its first token (or its whole answer, for
    ///   embeddings), waiting for a slot excluded
    /// @param itl from one token to the next
    /// @param perPromptToken added to the first token's time for each token of the prompt
    /// @param admission what of the first token's time is called admission; the rest is the prompt
    /// @param cancel from when a departed client is noticed to when its slot is free
    public record Latency(
            Distribution ttft,
            Distribution itl,
            Duration perPromptToken,
            Distribution admission,
            Distribution cancel) {
        public static final Latency DEFAULT =
                new Latency(
                        Distributions.parse("100"),
                        Distributions.parse("20"),
                        Duration.ZERO,
                        Distributions.parse("0"),
                        Distributions.parse("0"));
        public static final Latency NOTHING =
                DEFAULT.withTtft(Distributions.parse("0")).withItl(Distributions.parse("0"));

        public Latency withTtft(Distribution changed) {
            return new Latency(changed, itl, perPromptToken, admission, cancel);
        }

        public Latency withItl(Distribution changed) {
            return new Latency(ttft, changed, perPromptToken, admission, cancel);
        }

        public Latency withPerPromptToken(Duration changed) {
            return new Latency(ttft, itl, changed, admission, cancel);
        }

        public Latency withAdmission(Distribution changed) {
            return new Latency(ttft, itl, perPromptToken, changed, cancel);
        }

        public Latency withCancel(Distribution changed) {
            return new Latency(ttft, itl, perPromptToken, admission, changed);
        }
    }

    /// What goes wrong. The shares, 0 to 1, are of all requests and come to 1 at most.
    ///
    /// @param errors refused with a status, each kind with its share
    /// @param cut answers whose connection ends in the middle
    /// @param hang requests that are never answered; they take no slot
    public record Trouble(List<Failure> errors, double cut, double hang) {
        public static final Trouble NONE = new Trouble(List.of(), 0, 0);

        public Trouble {
            errors = List.copyOf(errors);
        }
    }

    /// @param status of HTTP, 400 to 599
    /// @param share of requests
    public record Failure(int status, double share) {}

    /// Shares, 0 to 1.
    ///
    /// @param hits answers with `x-cache: hit`; others have `x-cache: miss`. 0 for no such header.
    /// @param prompt part of each prompt that usage calls cached
    public record Cache(double hits, double prompt) {
        public static final Cache NONE = new Cache(0, 0);
    }

    public StubOptions withPort(int changed) {
        return new StubOptions(
                host, changed, model, seed, latency, trouble, stalls, slots, cache, preamble,
                maxTokens, remember);
    }

    public StubOptions withModel(String changed) {
        return new StubOptions(
                host, port, changed, seed, latency, trouble, stalls, slots, cache, preamble,
                maxTokens, remember);
    }

    public StubOptions withSeed(long changed) {
        return new StubOptions(
                host, port, model, changed, latency, trouble, stalls, slots, cache, preamble,
                maxTokens, remember);
    }

    public StubOptions withLatency(Latency changed) {
        return new StubOptions(
                host, port, model, seed, changed, trouble, stalls, slots, cache, preamble,
                maxTokens, remember);
    }

    public StubOptions withTrouble(Trouble changed) {
        return new StubOptions(
                host, port, model, seed, latency, changed, stalls, slots, cache, preamble,
                maxTokens, remember);
    }

    public StubOptions withStalls(List<Stall> changed) {
        return new StubOptions(
                host, port, model, seed, latency, trouble, changed, slots, cache, preamble,
                maxTokens, remember);
    }

    public StubOptions withSlots(int changed) {
        return new StubOptions(
                host, port, model, seed, latency, trouble, stalls, changed, cache, preamble,
                maxTokens, remember);
    }

    public StubOptions withCache(Cache changed) {
        return new StubOptions(
                host, port, model, seed, latency, trouble, stalls, slots, changed, preamble,
                maxTokens, remember);
    }

    public StubOptions withPreamble(boolean changed) {
        return new StubOptions(
                host, port, model, seed, latency, trouble, stalls, slots, cache, changed, maxTokens,
                remember);
    }

    public StubOptions withMaxTokens(int changed) {
        return new StubOptions(
                host, port, model, seed, latency, trouble, stalls, slots, cache, preamble, changed,
                remember);
    }

    public StubOptions withRemember(int changed) {
        return new StubOptions(
                host, port, model, seed, latency, trouble, stalls, slots, cache, preamble,
                maxTokens, changed);
    }
}
