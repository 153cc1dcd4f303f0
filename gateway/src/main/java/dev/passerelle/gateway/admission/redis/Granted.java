package dev.passerelle.gateway.admission.redis;

import java.util.ArrayList;
import java.util.List;

/// Redis's word that it has taken everything.
///
/// @param epoch in which
/// @param completionTokens to generate at most
/// @param bound number of the limit that has room for no more, from 1; or 0
/// @param remaining of each limit
/// @param resetMillis until each is whole
/// @param takes the number of this take among those of each rate
record Granted(
        String epoch,
        long completionTokens,
        int bound,
        List<Long> remaining,
        List<Long> resetMillis,
        List<String> takes) {

    static Granted read(String epoch, List<Object> answer) {
        List<Long> remaining = new ArrayList<>();
        List<Long> reset = new ArrayList<>();
        List<String> takes = new ArrayList<>();
        for (int i = 3; i < answer.size(); i += 3) {
            remaining.add(number(answer.get(i)));
            reset.add(number(answer.get(i + 1)));
            takes.add(answer.get(i + 2).toString());
        }
        long bound = number(answer.get(2));
        return new Granted(epoch, number(answer.get(1)), (int) bound, remaining, reset, takes);
    }

    /// Whole numbers come as such, or as text where they may be beyond 2^53.
    static long number(Object answer) {
        return answer instanceof Long number ? number : Long.parseLong(answer.toString());
    }
}
