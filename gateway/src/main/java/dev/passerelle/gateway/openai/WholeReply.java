package dev.passerelle.gateway.openai;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.passerelle.runtime.Usage;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// A whole answer of either kind of completion.
///
/// @param <C> a choice
record WholeReply<C>(
        String id,
        String object,
        long created,
        String model,
        List<C> choices,
        WireUsage usage,
        String systemFingerprint,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String serviceTier) {

    /// Makes a choice of what was generated for a prompt.
    interface ChoiceEncoder<C> {
        C encode(int index, Outcome outcome);
    }

    static <C> byte[] encode(
            ReplyIdentity identity,
            String object,
            List<Outcome> outcomes,
            Usage usage,
            ChoiceEncoder<C> encoder) {
        return Json.bytes(
                new WholeReply<>(
                        identity.id(),
                        object,
                        identity.created(),
                        identity.model(),
                        IntStream.range(0, outcomes.size())
                                .mapToObj(i -> encoder.encode(i, outcomes.get(i)))
                                .toList(),
                        WireUsage.of(usage),
                        identity.fingerprint(),
                        identity.tier()));
    }
}
