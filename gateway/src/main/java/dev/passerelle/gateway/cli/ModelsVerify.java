package dev.passerelle.gateway.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Reads every file of models on disk and compares it with its digest.
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Hash all files again and compare them with their digests, and with models.lock.",
            "Exit code 1 if one is damaged or missing."
        })
final class ModelsVerify implements Callable<Integer> {

    private final Surroundings surroundings;

    @Mixin private final CommandOptions options = new CommandOptions();

    @Parameters(
            paramLabel = "ID|SOURCE",
            arity = "0..*",
            description = "Which models; none means all configured ones.")
    private List<String> words = List.of();

    @Option(names = "--all", description = "And all other models in the hub's cache.")
    private boolean all;

    ModelsVerify(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        ModelSet set = ModelSet.of(surroundings, options.config());
        List<Verification> verifications = new ArrayList<>();
        for (ModelListing model : models(set)) {
            options.err().println(model.name() + ": reading");
            options.err().flush();
            verifications.add(Verification.of(set, model));
        }
        options.print(
                verifications,
                verifications.stream().flatMap(one -> one.lines().stream()).toList());
        return verifications.stream().allMatch(Verification::sound) ? 0 : 1;
    }

    private List<ModelListing> models(ModelSet set) throws IOException {
        if (all && words.isEmpty()) {
            return ModelsList.cached(set).stream().filter(model -> !model.isElsewhere()).toList();
        }
        return set.targets(words).stream().map(target -> ModelListing.of(target, set)).toList();
    }
}
