package dev.passerelle.gateway.cli;

import dev.passerelle.gateway.config.GatewayConfig;
import dev.passerelle.gateway.config.ModelConfig;
import dev.passerelle.registry.ModelSource;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Checks a configuration as `serve` does, starts nothing and asks nobody.
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Check a configuration as serve does, and show where calls for each model go.",
            "Exit code 1 if serve would refuse it. Nothing is started, no secret is shown."
        })
final class ConfigCheck implements Callable<Integer> {

    private final Surroundings surroundings;

    @Mixin private final CommandOptions options = new CommandOptions();

    ConfigCheck(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        GatewayConfig config = surroundings.config(options.config(), Map.of());
        ModelSet set = ModelSet.of(surroundings, options.config(), config);
        config.models().forEach(model -> checkPresent(set, model));
        ConfigReport report = ConfigReport.of(config);
        options.print(report, report.lines());
        return 0;
    }

    /// What isn't a hub's has to be here when serving begins.
    private static void checkPresent(ModelSet set, ModelConfig model) {
        if (!(model.source() instanceof ModelSource.Hub)) {
            set.registry().resolve(model.source());
        }
    }
}
