package dev.passerelle.gateway.answer;

import dev.passerelle.gateway.openai.ApiException.LoopDetected;
import java.security.SecureRandom;
import java.util.HexFormat;

/// The gateways a call came through, as HTTP's `Via` tells it. This one has a random name there, so
/// that it knows a call that it sent out itself.
///
/// @param received the header as it came; empty for none
public record Via(String received) {
    public static final Via NOBODY = new Via("");

    private static final String OURS = name();
    private static final String ENTRY = "1.1 " + OURS;

    private static String name() {
        byte[] random = new byte[8];
        new SecureRandom().nextBytes(random);
        return "passerelle-" + HexFormat.of().formatHex(random);
    }

    /// @throws LoopDetected if the call has been here before
    public static Via of(String received) {
        if (received.contains(OURS)) {
            throw new LoopDetected(
                    "This call came through this gateway already: its deployments' base-url lead back to it.");
        }
        return new Via(received);
    }

    /// The header that a deployment is sent.
    public String sent() {
        return received.isEmpty() ? ENTRY : received + ", " + ENTRY;
    }
}
