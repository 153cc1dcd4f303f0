package dev.passerelle.gateway.routing;

import dev.passerelle.gateway.openai.RawRequest;

/// The better of two, drawn at random, by smoothed time to first token and calls under way. Two are
/// compared rather than all, lest every gateway send everything to the one that was best a moment
/// ago. One that nobody has heard of yet gets a call at once, and more when it has answered.
record Latency() implements Policy {
    static final Latency POLICY = new Latency();

    @Override
    public Deployment choose(Candidates candidates, RawRequest request) {
        int size = candidates.size();
        if (size == 1) {
            return candidates.get(0);
        }
        int first = candidates.random().nextInt(size);
        int second = candidates.random().nextInt(size - 1);
        return better(
                candidates.get(first),
                candidates.get(second < first ? second : second + 1),
                candidates.now());
    }

    private static Deployment better(Deployment one, Deployment other, long now) {
        double ofOne = one.load().firstTokenAt(now);
        double ofOther = other.load().firstTokenAt(now);
        return cost(one, ofOne, ofOther) <= cost(other, ofOther, ofOne) ? one : other;
    }

    private static double cost(Deployment deployment, double own, double others) {
        int calls = deployment.load().calls();
        if (own == 0) {
            return calls == 0 ? 0 : Math.max(1, others) * (calls + 1);
        }
        return own * (calls + 1);
    }
}
