package dev.passerelle.gateway.local;

import dev.passerelle.gateway.openai.LimitedBy;
import dev.passerelle.gateway.openai.Outcome;
import dev.passerelle.runtime.GenerationEvent;
import dev.passerelle.runtime.GenerationEvent.Delta;
import dev.passerelle.runtime.GenerationEvent.Finished;
import dev.passerelle.runtime.GenerationEvent.PromptRead;
import dev.passerelle.runtime.GenerationEvent.Reasoning;
import dev.passerelle.runtime.GenerationEvent.ToolCallArguments;
import dev.passerelle.runtime.GenerationEvent.ToolCallBegun;
import dev.passerelle.runtime.PromptText;
import dev.passerelle.runtime.TokenLogprob;
import dev.passerelle.runtime.ToolCall;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What one candidate has said so far.
final class Collected {
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder reasoning = new StringBuilder();
    private final List<ToolCallBegun> calls = new ArrayList<>();
    private final List<StringBuilder> arguments = new ArrayList<>();
    private final List<TokenLogprob> logprobs = new ArrayList<>();
    private List<TokenLogprob> prompt = List.of();

    void add(GenerationEvent event) {
        switch (event) {
            case Delta delta -> {
                text.append(delta.text());
                logprobs.addAll(delta.logprobs());
            }
            case Reasoning more -> reasoning.append(more.text());
            case ToolCallBegun call -> {
                calls.add(call);
                arguments.add(new StringBuilder());
            }
            case ToolCallArguments more -> arguments.get(more.index()).append(more.json());
            case PromptRead(List<TokenLogprob> tokens) -> prompt = tokens;
            case Finished _, GenerationEvent.Failed _ -> {}
        }
    }

    Outcome outcome(Finished end, @Nullable LimitedBy limitedBy) {
        List<ToolCall> asked = new ArrayList<>(calls.size());
        for (int i = 0; i < calls.size(); i++) {
            PromptText json = new PromptText(arguments.get(i).toString());
            asked.add(new ToolCall(calls.get(i).id(), calls.get(i).name(), json));
        }
        return new Outcome(
                new PromptText(text.toString()),
                new PromptText(reasoning.toString()),
                asked,
                prompt,
                logprobs,
                end.reason(),
                limitedBy);
    }
}
