package dev.passerelle.gateway.answer;

import dev.passerelle.gateway.openai.ApiException.LoopDetected;
import java.security.SecureRandom;
import java.util.HexFormat;

/// The gateways a call came through, as HTTP's `Via` tells it. Each has a random name there, so
/// that it knows a call that it sent out itself.
///
/// @param here the name of this one
/// @param received the header as it came; empty for none
public record Via(String here, String received) {

    /// Of a gateway that calls come to first.
    public static Via fresh() {
        byte[] random = new byte[8];
        new SecureRandom().nextBytes(random);
        return new Via("passerelle-" + HexFormat.of().formatHex(random), "");
    }

    /// The same for a call that came through others.
    ///
    /// @param header as it came
    /// @throws LoopDetected if the call has been here before
    public Via after(String header) {
        if (header.contains(here)) {
            throw new LoopDetected(
                    "This call came through this gateway already: its deployments' base-url lead back to it.");
        }
        return new Via(here, header);
    }

    /// The header that a deployment is sent.
    public String sent() {
        String entry = "1.1 " + here;
        return received.isEmpty() ? entry : received + ", " + entry;
    }
}
