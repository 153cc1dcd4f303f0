package dev.passerelle.loadtests.plan.reading;

import dev.passerelle.loadtests.plan.ScenarioException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What flags say, by path.
final class FlagSettings {
    private final Expansion expansion;
    private final Map<String, Setting> settings = new LinkedHashMap<>();

    private FlagSettings(Expansion expansion) {
        this.expansion = expansion;
    }

    /// @param given texts by name of flag; the text of a flag without a value is empty
    /// @param traffic how many entries a flag of traffic is for
    static Map<String, Setting> of(
            Map<String, List<String>> given, int traffic, Expansion expansion) {
        var flags = new FlagSettings(expansion);
        for (Flag flag : Flags.ALL) {
            List<String> texts = given.get(flag.name());
            if (texts != null) {
                flags.put(flag, texts, traffic);
            }
        }
        return flags.settings;
    }

    private void put(Flag flag, List<String> texts, int traffic) {
        if (flag.arity() != Flag.Arity.MANY && texts.size() > 1) {
            throw new ScenarioException(flag.name() + " is given more than once");
        }
        flag.values()
                .apply(texts)
                .forEach((name, text) -> {
                    for (int index = 0; index < entries(name, traffic); index++) {
                        put(name.replace("[]", "[" + index + "]"), new Setting(text, flag.name()));
                    }
                });
    }

    private void put(String path, Setting written) {
        Setting setting =
                written.place().equals(Flags.KEY_ENV) ? expansion.expand(path, written) : written;
        Setting other = settings.put(path, setting);
        if (other != null) {
            throw new ScenarioException(
                    "%s and %s can't go together: both set %s"
                            .formatted(other.place(), setting.place(), path));
        }
    }

    private static int entries(String name, int traffic) {
        return name.contains("[]") ? traffic : 1;
    }
}
