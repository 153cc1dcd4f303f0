package dev.passerelle.registry.hub;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Sends a file's bytes, or the range that was asked for, with a fault if there is one.
final class ByteServing {

    private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d*)");

    private final Stalls stalls;

    ByteServing(Stalls stalls) {
        this.stalls = stalls;
    }

    /// A part of a file: from inclusive, to exclusive.
    private record Part(long from, long to) {}

    /// @param bytesPerSecond 0 for no limit
    void send(
            Exchange exchange,
            FakeFile file,
            Map<String, String> headers,
            @Nullable Fault fault,
            long bytesPerSecond)
            throws IOException, InterruptedException {
        long size = file.content().size();
        Part part = fault instanceof Fault.IgnoredRange ? null : part(exchange, size);
        if (fault instanceof Fault.RangeRefused || (part != null && part.from() >= size)) {
            exchange.send(416, Map.of("Content-Range", "bytes */" + size), new byte[0]);
            return;
        }
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put("Accept-Ranges", "bytes");
        all.put("Content-Type", "application/octet-stream");
        Part sent = part == null ? new Part(0, size) : part;
        if (part != null && fault instanceof Fault.WrongContentRange) {
            sent = new Part(0, part.to() - part.from());
        }
        if (part != null) {
            all.put("Content-Range", "bytes %d-%d/%d".formatted(sent.from(), sent.to() - 1, size));
        }
        begin(exchange, part == null ? 200 : 206, all, sent, fault);
        if (!exchange.isHead()) {
            body(exchange, file, sent, fault, bytesPerSecond);
        }
    }

    private static void begin(
            Exchange exchange,
            int status,
            Map<String, String> headers,
            Part part,
            @Nullable Fault fault)
            throws IOException {
        long length =
                switch (fault) {
                    case Fault.Truncated(long at) ->
                            Math.max(0, Math.min(part.to(), at) - part.from());
                    case Fault.Surplus(int bytes) -> part.to() - part.from() + bytes;
                    case null, default -> part.to() - part.from();
                };
        exchange.begin(status, headers, length);
    }

    private static @Nullable Part part(Exchange exchange, long size) {
        String range = exchange.request().range();
        if (range == null) {
            return null;
        }
        Matcher match = RANGE.matcher(range);
        if (!match.matches()) {
            return null;
        }
        long from = Long.parseLong(match.group(1));
        String last = match.group(2);
        return new Part(from, last.isEmpty() ? size : Math.min(size, Long.parseLong(last) + 1));
    }

    private void body(Exchange exchange, FakeFile file, Part part, @Nullable Fault fault, long rate)
            throws IOException, InterruptedException {
        switch (fault) {
            case Fault.BitFlip(long at) when at >= part.from() && at < part.to() -> {
                copy(exchange, file, new Part(part.from(), at), rate);
                ByteBuffer wrong = read(file, at, 1);
                wrong.put(0, (byte) (wrong.get(0) ^ 1));
                exchange.write(wrong);
                copy(exchange, file, new Part(at + 1, part.to()), rate);
            }
            case Fault.Truncated(long at) -> copy(exchange, file, until(part, at), rate);
            case Fault.Disconnect(long at) -> {
                copy(exchange, file, until(part, at), rate);
                exchange.disconnect();
            }
            case Fault.Stall(long at) -> {
                copy(exchange, file, until(part, at), rate);
                stalls.await();
                copy(exchange, file, new Part(Math.max(at, part.from()), part.to()), rate);
            }
            case Fault.Surplus(int bytes) -> {
                copy(exchange, file, part, rate);
                exchange.write(ByteBuffer.allocate(bytes));
            }
            case Fault.Slow(long bytesPerSecond) -> copy(exchange, file, part, bytesPerSecond);
            case null, default -> copy(exchange, file, part, rate);
        }
    }

    private static Part until(Part part, long at) {
        return new Part(part.from(), Math.max(part.from(), Math.min(part.to(), at)));
    }

    private void copy(Exchange exchange, FakeFile file, Part part, long rate)
            throws IOException, InterruptedException {
        if (rate > 0) {
            pace(exchange, file, part, rate);
            return;
        }
        switch (file.content()) {
            case FakeFile.Content.InMemory(byte[] bytes) ->
                    exchange.write(
                            ByteBuffer.wrap(
                                    bytes, (int) part.from(), (int) (part.to() - part.from())));
            case FakeFile.Content.OnDisk(var path, _) -> {
                try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
                    exchange.transfer(channel, part.from(), part.to());
                }
            }
        }
    }

    private void pace(Exchange exchange, FakeFile file, Part part, long rate)
            throws IOException, InterruptedException {
        int piece = Math.clamp(rate / 50, 1, 1 << 20);
        long start = System.nanoTime();
        for (long at = part.from(); at < part.to(); at += piece) {
            double due = (at - part.from()) * 1e9 / rate;
            stalls.pause((long) due - (System.nanoTime() - start));
            exchange.write(read(file, at, (int) Math.min(piece, part.to() - at)));
        }
    }

    private static ByteBuffer read(FakeFile file, long at, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        switch (file.content()) {
            case FakeFile.Content.InMemory(byte[] bytes) -> buffer.put(bytes, (int) at, length);
            case FakeFile.Content.OnDisk(var path, _) -> {
                try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
                    while (buffer.hasRemaining()
                            && channel.read(buffer, at + buffer.position()) >= 0) {}
                }
            }
        }
        return buffer.flip();
    }
}
