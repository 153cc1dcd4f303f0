package dev.passerelle.gateway.routing;

import dev.passerelle.gateway.openai.RawRequest;

/// That with the fewest tokens under way for its weight; of equals any, so that gateways that know
/// nothing of each other don't all choose the same.
record LeastOutstanding() implements Policy {
    static final LeastOutstanding POLICY = new LeastOutstanding();

    @Override
    public Deployment choose(Candidates candidates, RawRequest request) {
        Deployment best = candidates.get(0);
        double least = load(best);
        int equals = 1;
        for (int i = 1; i < candidates.size(); i++) {
            Deployment other = candidates.get(i);
            double load = load(other);
            if (load == least) {
                equals++;
            }
            if (load < least || (load == least && candidates.random().nextInt(equals) == 0)) {
                equals = load < least ? 1 : equals;
                best = other;
                least = load;
            }
        }
        return best;
    }

    static double load(Deployment deployment) {
        return deployment.load().tokens() / (double) Math.max(1, deployment.weight());
    }
}
