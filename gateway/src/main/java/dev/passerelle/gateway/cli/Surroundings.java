package dev.passerelle.gateway.cli;

import dev.passerelle.gateway.config.ConfigLoader;
import dev.passerelle.gateway.config.GatewayConfig;
import dev.passerelle.registry.ModelRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a command finds where it is run.
///
/// @param variables the environment
/// @param workingDirectory where `passerelle.yaml` is looked for
record Surroundings(Map<String, String> variables, Path workingDirectory, ModelRegistry registry) {

    /// The directory for data: `PASSERELLE_HOME`, else `.passerelle` in the user's home.
    Path home() {
        String home = variables.getOrDefault("PASSERELLE_HOME", "");
        return home.isEmpty()
                ? Path.of(System.getProperty("user.home"), ".passerelle")
                : Path.of(home).toAbsolutePath();
    }

    /// Where finished imports are kept.
    Path imports() {
        return home().resolve("imports");
    }

    /// The configuration of a file; null means `passerelle.yaml` here, if there is one.
    GatewayConfig config(@Nullable Path file, Map<String, String> flags) {
        Path here = workingDirectory.resolve(ConfigLoader.FILE_NAME);
        Path chosen = file == null && Files.exists(here) ? here : file;
        return new ConfigLoader(variables).load(chosen, flags);
    }
}
