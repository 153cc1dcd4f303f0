package dev.passerelle.loadtests.plan.reading;

import dev.passerelle.loadtests.plan.Endpoint;
import dev.passerelle.loadtests.plan.Traffic;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Makes the mix of requests of settings.
final class TrafficCompiler {
    private final Settings settings;
    private final Set<String> names = new HashSet<>();

    TrafficCompiler(Settings settings) {
        this.settings = settings;
    }

    List<Traffic> compile() {
        int entries = settings.traffic();
        for (int index = 0; index < entries; index++) {
            String name = settings.find(TrafficKeys.NAME, index).orElse(null);
            if (name != null && !names.add(name)) {
                throw settings.wrong(
                        TrafficKeys.NAME, index, "is '%s', as another is".formatted(name));
            }
        }
        List<Traffic> traffic = new ArrayList<>();
        for (int index = 0; index < entries; index++) {
            traffic.add(traffic(index));
        }
        return traffic;
    }

    private Traffic traffic(int index) {
        Endpoint endpoint = settings.get(TrafficKeys.ENDPOINT, index);
        return new Traffic(
                settings.find(TrafficKeys.NAME, index).orElseGet(() -> unique(endpoint.id())),
                settings.get(TrafficKeys.WEIGHT, index),
                endpoint,
                settings.find(TrafficKeys.MODEL, index).orElse(""),
                stream(endpoint, index),
                settings.get(TrafficKeys.PROMPT, index),
                settings.get(TrafficKeys.OUTPUT, index),
                settings.get(TrafficKeys.IGNORE_EOS, index),
                prefix(index),
                turns(endpoint, index),
                settings.get(TrafficKeys.EXTRA, index));
    }

    private String unique(String id) {
        String name = id;
        for (int number = 2; !names.add(name); number++) {
            name = id + "-" + number;
        }
        return name;
    }

    private boolean stream(Endpoint endpoint, int index) {
        boolean embeddings = endpoint == Endpoint.EMBEDDINGS;
        boolean stream = settings.find(TrafficKeys.STREAM, index).orElse(!embeddings);
        if (embeddings && stream) {
            throw settings.wrong(TrafficKeys.STREAM, index, "is true; embeddings are not streamed");
        }
        return stream;
    }

    private Traffic.Prefix prefix(int index) {
        int tokens = settings.get(TrafficKeys.PREFIX_TOKENS, index);
        double share = settings.get(TrafficKeys.PREFIX_SHARE, index);
        if (tokens == 0 && settings.isGiven(TrafficKeys.PREFIX_SHARE, index) && share > 0) {
            throw settings.wrong(TrafficKeys.PREFIX_SHARE, index, "is given without prefix.tokens");
        }
        return tokens == 0 || share == 0
                ? Traffic.Prefix.NONE
                : new Traffic.Prefix(
                        share, tokens, settings.get(TrafficKeys.PREFIX_VARIETY, index));
    }

    private Traffic.Turns turns(Endpoint endpoint, int index) {
        if (endpoint != Endpoint.CHAT && settings.isGiven(TrafficKeys.TURNS, index)) {
            throw settings.wrong(
                    TrafficKeys.TURNS,
                    index,
                    "is given for %s; only chat has turns".formatted(endpoint.id()));
        }
        return new Traffic.Turns(
                settings.get(TrafficKeys.TURNS, index), settings.get(TrafficKeys.PAUSE, index));
    }
}
