package dev.passerelle.gateway.usage;

import static dev.passerelle.gateway.usage.Samples.LATENCY;
import static dev.passerelle.gateway.usage.Samples.account;

import dev.passerelle.gateway.config.StorageConfig;
import dev.passerelle.gateway.storage.Database;
import dev.passerelle.gateway.usage.Ledger.Entry;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/// A process that serves made-up streams until it is killed, and prints what their clients receive.
final class KilledGateway {
    private static final int STREAMS = 8;

    private KilledGateway() {}

    /// @param args home, seed, number of this process
    public static void main(String[] args) throws IOException {
        Path home = Path.of(args[0]);
        Database database = Database.open(StorageConfig.DEFAULT, home);
        LedgerOptions options =
                new LedgerOptions(
                        64 << 10,
                        Duration.ofMillis(50),
                        Duration.ofMillis(5),
                        Duration.ofSeconds(20),
                        Duration.ofSeconds(5));
        JournaledLedger ledger =
                JournaledLedger.open(home, database.source(), GatewayId.of(home), options);
        for (int i = 0; i < STREAMS; i++) {
            String name = args[2] + "-" + i;
            Random random = new Random(Long.parseLong(args[1]) * 31 + name.hashCode());
            Thread.ofPlatform().start(() -> serve(ledger, name, random));
        }
    }

    private static void serve(JournaledLedger ledger, String name, Random random) {
        for (int i = 0; ; i++) {
            String id = name + "-" + i;
            Entry entry = ledger.open(account(id, "acme/shop", Instant.now()));
            if (random.nextInt(4) == 0) {
                entry.end(Outcome.LIMITED, 429, 0, 0, 0, LATENCY);
                tell("ended", id, 0);
                continue;
            }
            entry.begin(Samples.WORK);
            tell("began", id, 0);
            int tokens = random.nextInt(10) == 0 ? 5_000 : random.nextInt(60);
            for (int token = 1; token <= tokens; token++) {
                LockSupport.parkNanos(random.nextInt(400_000));
                tell("received", id, token);
                entry.generated(token);
            }
            entry.end(Outcome.COMPLETED, 200, 10, tokens, 0, LATENCY);
            tell("ended", id, tokens);
        }
    }

    private static void tell(String what, String id, int tokens) {
        PrintStream out = System.out;
        out.println(what + " " + id + " " + tokens + " " + System.nanoTime() / 1_000_000);
    }
}
