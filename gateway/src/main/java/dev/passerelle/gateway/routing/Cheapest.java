package dev.passerelle.gateway.routing;

import dev.passerelle.gateway.config.DeploymentConfig;
import dev.passerelle.gateway.openai.RawRequest;
import dev.passerelle.gateway.tenancy.Prices;

/// That which costs least for the prompt, as it is estimated, and the most that may be generated;
/// of equals that with the fewest tokens under way. Currencies aren't converted.
record Cheapest() implements Policy {
    static final Cheapest POLICY = new Cheapest();

    private static final int BYTES_PER_TOKEN = 4;
    private static final long COMPLETION = 1024;

    @Override
    public Deployment choose(Candidates candidates, RawRequest request) {
        Deployment best = candidates.get(0);
        double least = cost(best, request);
        for (int i = 1; i < candidates.size(); i++) {
            Deployment other = candidates.get(i);
            double cost = cost(other, request);
            if (cost < least || (cost == least && load(other) < load(best))) {
                best = other;
                least = cost;
            }
        }
        return best;
    }

    private static double load(Deployment deployment) {
        return LeastOutstanding.load(deployment);
    }

    private static double cost(Deployment deployment, RawRequest request) {
        Prices prices = deployment.cost();
        double prompt = (double) request.textBytes() / BYTES_PER_TOKEN;
        long completion = request.maxTokens().orElse(mostOf(deployment)) * request.choices();
        return prices.prompt() * prompt + (double) prices.completion() * completion;
    }

    private static long mostOf(Deployment deployment) {
        return deployment.config() instanceof DeploymentConfig.Upstream upstream
                ? upstream.mostCompletion()
                : COMPLETION;
    }
}
