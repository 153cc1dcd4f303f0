package dev.passerelle.gateway.openai;

import dev.passerelle.runtime.FinishReason;

/// `finish_reason` of a choice.
final class WireFinish {
    private WireFinish() {}

    static String of(FinishReason reason) {
        return switch (reason) {
            case STOP -> "stop";
            case LENGTH -> "length";
            case TOOL_CALLS -> "tool_calls";
        };
    }
}
