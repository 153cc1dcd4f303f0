package dev.passerelle.gateway.usage;

import dev.passerelle.gateway.tenancy.Project;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.databind.json.JsonMapper;

/// Transcripts as lines of JSON, in a file for each project and day (UTC) that nobody but the owner
/// of this process can read: `<organisation>/<project>/<yyyy-mm-dd>.jsonl`.
///
/// One thread writes. Where it can't keep up, transcripts are dropped, and the log says how many;
/// no request ever waits.
public final class TranscriptFiles implements Transcripts, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(TranscriptFiles.class.getName());
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final long LONGEST_FAREWELL_SECONDS = 10;
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final Path directory;
    private final long mostWaiting;
    private final AtomicLong waiting = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();
    private final ExecutorService writer =
            Executors.newSingleThreadExecutor(
                    Thread.ofPlatform().daemon().name("transcripts").factory());

    /// @param directory made if need be
    /// @param mostWaiting characters that may wait for the disk together
    public TranscriptFiles(Path directory, long mostWaiting) {
        this.directory = directory;
        this.mostWaiting = mostWaiting;
    }

    @Override
    public void keep(Transcript transcript) {
        long size =
                (long) transcript.request().value().length() + transcript.answer().value().length();
        if (waiting.addAndGet(size) > mostWaiting || !handed(transcript, size)) {
            waiting.addAndGet(-size);
            dropped.incrementAndGet();
        }
    }

    private boolean handed(Transcript transcript, long size) {
        try {
            writer.execute(() -> {
                append(transcript);
                waiting.addAndGet(-size);
            });
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    /// How many were dropped, or could not be written.
    public long dropped() {
        return dropped.get();
    }

    private void append(Transcript transcript) {
        Path file = file(transcript);
        try {
            Files.createDirectories(file.getParent(), OWNER_FOLDER);
            try (SeekableByteChannel out =
                    Files.newByteChannel(
                            file,
                            Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND),
                            OWNER_FILE)) {
                ByteBuffer line = ByteBuffer.wrap(line(transcript));
                while (line.hasRemaining()) {
                    out.write(line);
                }
            }
        } catch (IOException e) {
            dropped.incrementAndGet();
            LOG.log(Level.ERROR, "no transcript could be written to {0}: {1}", file, e.toString());
        }
    }

    private Path file(Transcript transcript) {
        Project project = Project.parse(transcript.project()).orElseThrow();
        LocalDate day = LocalDate.ofInstant(transcript.time(), ZoneOffset.UTC);
        return directory
                .resolve(project.organisation())
                .resolve(project.name())
                .resolve(day + ".jsonl");
    }

    private static byte[] line(Transcript transcript) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("request_id", transcript.requestId());
        fields.put("time", transcript.time().toString());
        fields.put("project", transcript.project());
        fields.put("key", transcript.key());
        fields.put("model", transcript.model());
        fields.put("endpoint", transcript.endpoint());
        fields.put("request", transcript.request().value());
        fields.put("answer", transcript.answer().value());
        byte[] json = JSON.writeValueAsBytes(fields);
        byte[] line = new byte[json.length + 1];
        System.arraycopy(json, 0, line, 0, json.length);
        line[json.length] = '\n';
        return line;
    }

    /// Writes what waits, for 10 s at most.
    @Override
    public void close() {
        writer.shutdown();
        try {
            if (!writer.awaitTermination(LONGEST_FAREWELL_SECONDS, TimeUnit.SECONDS)) {
                dropped.addAndGet(writer.shutdownNow().size());
            }
        } catch (InterruptedException e) {
            dropped.addAndGet(writer.shutdownNow().size());
            Thread.currentThread().interrupt();
        }
        if (dropped.get() > 0) {
            LOG.log(
                    Level.WARNING,
                    "{0} transcripts were not written: the disk failed, or was slower than the requests",
                    dropped.get());
        }
    }
}
