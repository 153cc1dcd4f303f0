package dev.passerelle.gateway.cli;

import dev.passerelle.gateway.admin.WireKey;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Makes a key.
@Command(
        name = "create",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Create an API key. It is shown this once.")
final class KeysCreate implements Callable<Integer> {

    private final Surroundings surroundings;

    @Mixin private final CommandOptions options = new CommandOptions();

    @Option(
            names = "--name",
            required = true,
            paramLabel = "NAME",
            description = "By which people know the key.")
    private String name = "";

    @Option(
            names = "--project",
            paramLabel = "PROJECT",
            description = "Project, or organisation/project; default 'default'.")
    private @Nullable String project;

    @Option(
            names = "--role",
            paramLabel = "ROLE",
            description = "admin, member or read-only; default member.")
    private @Nullable String role;

    @ArgGroup(exclusive = false, validate = false)
    private LimitOptions limits = new LimitOptions();

    @Option(
            names = "--models",
            split = ",",
            paramLabel = "MODEL",
            description = "Models it may use; default all.")
    private List<String> models = List.of();

    @Option(
            names = "--regions",
            split = ",",
            paramLabel = "REGION",
            description = "Regions its requests may be served in; default everywhere.")
    private List<String> regions = List.of();

    @Option(
            names = "--expires",
            paramLabel = "SPAN",
            description = "When it ends, from now, such as 30d; default never.")
    private @Nullable String expires;

    KeysCreate(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        ObjectNode wish = wish();
        WireKey key =
                new AdminAccess(surroundings, options.config()).call(admin -> admin.create(wish));
        options.print(key, KeyText.made(key));
        return 0;
    }

    private ObjectNode wish() {
        ObjectNode wish = JsonNodeFactory.instance.objectNode();
        wish.put("name", name).put("project", project).put("role", role).put("expires_in", expires);
        models.forEach(wish.putArray("models")::add);
        regions.forEach(wish.putArray("regions")::add);
        limits.write(wish.putObject("limits"), options.commandLine());
        return wish;
    }
}
