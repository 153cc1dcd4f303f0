package dev.passerelle.gateway.cli;

import dev.passerelle.gateway.config.ConfigLoader;
import dev.passerelle.gateway.config.GatewayConfig;
import dev.passerelle.gateway.config.LoadedConfig;
import dev.passerelle.registry.ModelRegistry;
import dev.passerelle.registry.hub.HubSettings;
import dev.passerelle.registry.lock.Lockfile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What a command finds where it is run.
///
/// @param variables the environment
/// @param workingDirectory where `passerelle.yaml` is looked for
/// @param registries gives always the same one
record Surroundings(
        Map<String, String> variables,
        Path workingDirectory,
        Supplier<ModelRegistry> registries,
        Terminal terminal) {

    /// The directory for data: `PASSERELLE_HOME`, else `.passerelle` in the user's home.
    static Path home(Map<String, String> variables) {
        String home = variables.getOrDefault("PASSERELLE_HOME", "");
        return home.isEmpty()
                ? Path.of(System.getProperty("user.home"), ".passerelle")
                : Path.of(home).toAbsolutePath();
    }

    ModelRegistry registry() {
        return registries.get();
    }

    /// Whether the hub is never to be asked.
    boolean offline() {
        return HubSettings.from(variables, Path.of(System.getProperty("user.home"))).offline();
    }

    /// The directory for data.
    Path home() {
        return home(variables);
    }

    /// Where finished imports are kept.
    static Path imports(Path home) {
        return home.resolve("imports");
    }

    /// The configuration of a file; null means `passerelle.yaml` here, if there is one.
    GatewayConfig config(@Nullable Path file, Map<String, String> flags) {
        return loaded(file, flags).config();
    }

    /// The same, and what it was read from.
    LoadedConfig loaded(@Nullable Path file, Map<String, String> flags) {
        return new ConfigLoader(variables).read(chosen(file), flags);
    }

    /// Where the lockfile of a configuration is, whether or not there is one: beside it, or in the
    /// working directory if there is no configuration.
    Path lockfile(@Nullable Path file) {
        Path config = chosen(file);
        return config == null
                ? workingDirectory.resolve(Lockfile.FILE_NAME)
                : config.resolveSibling(Lockfile.FILE_NAME);
    }

    private @Nullable Path chosen(@Nullable Path file) {
        Path here = workingDirectory.resolve(ConfigLoader.FILE_NAME);
        return file == null && Files.exists(here) ? here : file;
    }
}
