package dev.passerelle.gateway.routing;

import dev.passerelle.gateway.openai.RawRequest;

/// All turns of a conversation the same, so that it needn't read again what it has read: rendezvous
/// hashing by weight, so that when a deployment leaves only its own conversations move. One that
/// has more than its bounded share of the calls under way is passed over for the conversation's
/// next.
///
/// @param bound how many times the average load that share is
record PrefixAffinity(double bound) implements Policy {
    private static final long GOLDEN = 0x9E37_79B9_7F4A_7C15L;

    @Override
    public Deployment choose(Candidates candidates, RawRequest request) {
        if (request.conversation() == 0) {
            return LeastOutstanding.POLICY.choose(candidates, request);
        }
        long calls = 1;
        long weights = 0;
        for (int i = 0; i < candidates.size(); i++) {
            calls += candidates.get(i).load().calls();
            weights += weight(candidates.get(i));
        }
        return highest(candidates, request.conversation(), bound * calls / weights);
    }

    /// @param share most calls for each unit of weight
    private static Deployment highest(Candidates candidates, long conversation, double share) {
        Deployment best = candidates.get(0);
        double highest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < candidates.size(); i++) {
            Deployment deployment = candidates.get(i);
            boolean room = deployment.load().calls() < Math.ceil(share * weight(deployment));
            double score = room ? score(conversation, deployment) : Double.NEGATIVE_INFINITY;
            if (score > highest) {
                best = deployment;
                highest = score;
            }
        }
        return best;
    }

    private static int weight(Deployment deployment) {
        return Math.max(1, deployment.weight());
    }

    private static double score(long conversation, Deployment deployment) {
        long mixed = mix(conversation ^ mix(deployment.name().hashCode() * GOLDEN));
        double uniform = ((mixed >>> 11) + 1) * 0x1.0p-53;
        return -weight(deployment) / Math.log(uniform);
    }

    /// The finaliser of SplitMix64.
    private static long mix(long value) {
        long mixed = (value ^ (value >>> 30)) * 0xBF58_476D_1CE4_E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D0_49BB_1331_11EBL;
        return mixed ^ (mixed >>> 31);
    }
}
