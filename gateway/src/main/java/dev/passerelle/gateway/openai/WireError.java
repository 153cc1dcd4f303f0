package dev.passerelle.gateway.openai;

import org.jspecify.annotations.Nullable;

/// An error as OpenAI writes it.
public record WireError(
        String message, String type, @Nullable String param, @Nullable String code) {

    /// The body of an error answer; also the data of an error event.
    public byte[] encode() {
        return Json.bytes(new Body(this));
    }

    private record Body(WireError error) {}
}
