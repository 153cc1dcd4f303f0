package dev.passerelle.gateway.local;

import dev.passerelle.gateway.answer.Note;
import dev.passerelle.gateway.answer.Origin;
import dev.passerelle.gateway.answer.Part;
import dev.passerelle.gateway.openai.Choosing;
import dev.passerelle.gateway.openai.Outcome;
import dev.passerelle.gateway.openai.ReplyEncoder;
import dev.passerelle.runtime.GenerationEvent.Finished;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Generations as one JSON object, when all of them have ended. What is generated is paid for even
/// if that never comes about.
final class WholeText extends TextAnswer {
    private @Nullable Said first;

    /// @param first the first event
    WholeText(Origin origin, Choices choices, Said first, ReplyEncoder encoder, List<Note> notes) {
        super(origin, choices, encoder, notes);
        this.first = first;
    }

    @Override
    public @Nullable Part next() throws InterruptedException {
        Said begin = first;
        if (begin == null) {
            return null;
        }
        first = null;
        List<Outcome> outcomes = chosen(collect(begin));
        return new Part(encoder.whole(outcomes, choices.usage()));
    }

    private List<Outcome> collect(Said begin) throws InterruptedException {
        List<Collected> collected = Stream.generate(Collected::new).limit(choices.size()).toList();
        SortedMap<Integer, Outcome> outcomes = new TreeMap<>();
        Said said = begin;
        while (true) {
            int candidate = said.candidate();
            collected.get(candidate).add(said.event());
            if (said.event() instanceof Finished end) {
                outcomes.put(
                        candidate,
                        collected.get(candidate).outcome(end, limitedBy(candidate, end)));
                if (outcomes.size() == choices.size()) {
                    return List.copyOf(outcomes.values());
                }
            }
            said = choices.next();
        }
    }

    /// The best of each prompt's candidates, best first, if not all are answered.
    private List<Outcome> chosen(List<Outcome> outcomes) {
        Choosing choosing = choices.choosing();
        if (!choosing.picks()) {
            return outcomes;
        }
        List<Outcome> chosen = new ArrayList<>();
        for (int i = 0; i < outcomes.size(); i += choosing.candidates()) {
            outcomes.subList(i, i + choosing.candidates()).stream()
                    .sorted(Comparator.comparingDouble(Outcome::meanLogprob).reversed())
                    .limit(choosing.choices())
                    .forEach(chosen::add);
        }
        return chosen;
    }

    @Override
    public boolean streamed() {
        return false;
    }
}
