package dev.passerelle.gateway.routing;

import dev.passerelle.gateway.openai.RawRequest;

/// At random, in proportion to weights.
record Weighted() implements Policy {
    static final Weighted POLICY = new Weighted();

    @Override
    public Deployment choose(Candidates candidates, RawRequest request) {
        long sum = 0;
        for (int i = 0; i < candidates.size(); i++) {
            sum += candidates.get(i).weight();
        }
        if (sum == 0) {
            return candidates.get(candidates.random().nextInt(candidates.size()));
        }
        long left = candidates.random().nextLong(sum);
        int place = 0;
        while (left >= candidates.get(place).weight()) {
            left -= candidates.get(place++).weight();
        }
        return candidates.get(place);
    }
}
