package dev.passerelle.gateway.bench;

import dev.passerelle.gateway.Gateway;
import dev.passerelle.gateway.admission.Admission;
import dev.passerelle.gateway.admission.LocalLimiter;
import dev.passerelle.gateway.backend.ServedModel;
import dev.passerelle.gateway.config.AdmissionConfig;
import dev.passerelle.gateway.config.LimitsConfig;
import dev.passerelle.gateway.config.LimitsConfig.ProjectConfig;
import dev.passerelle.gateway.config.LimitsConfig.WhenUnavailable;
import dev.passerelle.gateway.config.ModelConfig;
import dev.passerelle.gateway.config.ServerConfig;
import dev.passerelle.gateway.config.StorageConfig;
import dev.passerelle.gateway.http.Door;
import dev.passerelle.gateway.keys.Authenticators;
import dev.passerelle.gateway.keys.JdbcKeys;
import dev.passerelle.gateway.keys.KeyCache;
import dev.passerelle.gateway.keys.KeyHash;
import dev.passerelle.gateway.keys.KeyWish;
import dev.passerelle.gateway.storage.Database;
import dev.passerelle.gateway.tenancy.Limits;
import dev.passerelle.gateway.tenancy.Measure;
import dev.passerelle.gateway.tenancy.Project;
import dev.passerelle.gateway.tenancy.Role;
import dev.passerelle.gateway.usage.GatewayId;
import dev.passerelle.gateway.usage.JdbcCharges;
import dev.passerelle.gateway.usage.JournaledLedger;
import dev.passerelle.gateway.usage.Transcripts;
import dev.passerelle.registry.ModelSource;
import dev.passerelle.registry.hub.HubSettings;
import dev.passerelle.runtime.EngineOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// A gateway whose model answers at once, to measure what the door costs: `open`, or `full` with a
/// key, all limits on key, project, organisation and model, and a ledger in a file. It runs until
/// its standard input ends, and prints how to load it. After `mvn package -DskipTests`:
///
/// ```
/// java -cp "$(echo gateway/target/gateway-*.jar):gateway/target/test-classes" dev.passerelle.gateway.bench.DoorBench full 8080
/// KEY_FILE=… wrk -t1 -c32 -d10s -s gateway/src/test/resources/bench/chat.lua http://127.0.0.1:PORT
/// ```
public final class DoorBench {
    private static final Project PROJECT = new Project("acme", "web");

    /// Never reached.
    private static final Limits ALL =
            new Limits(
                    Arrays.stream(Measure.values())
                            .collect(
                                    Collectors.toMap(
                                            Function.identity(),
                                            measure -> measure.budget() ? 1L << 60 : 1L << 35)));

    private DoorBench() {}

    /// @param args `open` or `full`, and the port
    public static void main(String[] args) throws IOException {
        int port = Integer.parseInt(args[1]);
        switch (args[0]) {
            case "open" -> serve(port, Door.open(), Limits.NONE, "");
            case "full" -> full(port);
            default -> throw new IllegalArgumentException("'open' or 'full', and a port");
        }
    }

    private static void full(int port) throws IOException {
        Path home = Files.createTempDirectory("door-bench");
        KeyHash hashes = KeyHash.ofHome(home, null);
        try (Database database = Database.open(StorageConfig.DEFAULT, home);
                JournaledLedger ledger =
                        JournaledLedger.open(home, database.source(), GatewayId.of(home));
                KeyCache keys = KeyCache.read(database.source());
                LocalLimiter limiter = new LocalLimiter(new JdbcCharges(database.source()))) {
            keys.follow();
            Path keyFile = home.resolve("key");
            Files.writeString(keyFile, key(database, hashes, keys) + "\n");
            AdmissionConfig access =
                    new AdmissionConfig(AdmissionConfig.Mode.KEYS, null, null, false, false);
            LimitsConfig limits =
                    new LimitsConfig(
                            null,
                            WhenUnavailable.REFUSE,
                            Map.of(PROJECT.organisation(), ALL),
                            Map.of(PROJECT, new ProjectConfig(ALL, 1, 0, false)));
            Door door =
                    new Door(
                            Authenticators.of(access, keys, hashes, Clock.systemUTC()),
                            new Admission(limits, limiter),
                            ledger,
                            access,
                            Transcripts.NONE,
                            ledger::backlog);
            serve(port, door, ALL, "KEY_FILE=" + keyFile + " ");
        }
    }

    private static String key(Database database, KeyHash hashes, KeyCache keys) {
        JdbcKeys all =
                new JdbcKeys(
                        database.source(),
                        hashes,
                        Clock.systemUTC(),
                        new SecureRandom(),
                        keys::look);
        return all.create(
                        new KeyWish("bench", PROJECT, Role.MEMBER, Set.of(), Set.of(), ALL, null),
                        "bench")
                .secret();
    }

    private static void serve(int port, Door door, Limits limits, String environment)
            throws IOException {
        ServerConfig config = new ServerConfig("127.0.0.1", port, 1 << 20, Duration.ZERO, false);
        try (Gateway gateway =
                Gateway.start(
                        config, List.of(model(limits)), URI.create(HubSettings.PUBLIC_HUB), door)) {
            System.out.printf(
                    "ready: %swrk -t1 -c32 -d10s -s gateway/src/test/resources/bench/chat.lua"
                            + " http://127.0.0.1:%d%n",
                    environment, gateway.port());
            while (System.in.read() >= 0) {}
        }
    }

    private static ServedModel model(Limits limits) {
        ModelConfig config =
                new ModelConfig(
                        "bench",
                        List.of(),
                        new ModelSource.Bundled("bench"),
                        EngineOptions.DEFAULT,
                        false,
                        ModelConfig.Load.START,
                        false,
                        null,
                        null,
                        null,
                        limits);
        ServedModel model = new ServedModel(config, Instant.EPOCH);
        model.ready(new InstantGenerator());
        return model;
    }
}
