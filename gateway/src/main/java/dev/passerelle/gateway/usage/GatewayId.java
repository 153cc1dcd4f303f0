package dev.passerelle.gateway.usage;

import dev.passerelle.gateway.storage.UsageHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;

/// What a gateway is called among those that share a database: random, and the same at every start
/// from the same home.
public final class GatewayId {
    private static final Pattern FORM = Pattern.compile("[0-9a-f]{16}");
    private static final int BYTES = 8;

    private GatewayId() {}

    /// The id in `usage/gateway-id` of the home, made if it isn't there yet.
    public static String of(Path home) throws IOException {
        Path file = UsageHome.of(home).resolve("gateway-id");
        try {
            return read(file);
        } catch (NoSuchFileException _) {
            byte[] random = new byte[BYTES];
            new SecureRandom().nextBytes(random);
            Path written = Files.createTempFile(file.getParent(), "gateway-id", "");
            Files.writeString(written, HexFormat.of().formatHex(random) + "\n");
            Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
            return read(file);
        }
    }

    private static String read(Path file) throws IOException {
        String id = Files.readString(file).strip();
        if (!FORM.matcher(id).matches()) {
            throw new IOException(
                    "%s holds no id of 16 hexadecimal digits; delete it to get a new one"
                            .formatted(file));
        }
        return id;
    }
}
