package dev.passerelle.registry.hub;

import dev.passerelle.registry.Digest;
import dev.passerelle.registry.PullListener;
import dev.passerelle.registry.hub.HubException.Reason;
import dev.passerelle.registry.hub.Refusals.Subject;
import java.io.IOException;
import java.io.Serial;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The download of one file: what is missing of it is asked for until it is there, or no attempt is
/// left; then its digest is compared. Wrong bytes are thrown away and fetched once more, since it
/// may have been the line that damaged them.
final class Transfer {

    private static final Pattern PART =
            Pattern.compile("bytes (\\d{1,18})-\\d{1,18}/(\\d{1,18}|\\*)");
    private static final Pattern NO_PART = Pattern.compile("bytes \\*/(\\d{1,18})");

    /// So many bytes more are progress; fewer come from connections that only drip.
    private static final long PROGRESS = 1 << 16;

    private final Downloads downloads;
    private final Repository repository;
    private final RemoteFile file;
    private final PartialFile target;
    private final PullListener listener;
    private final Subject subject;
    private boolean resumable = true;
    private long furthest;

    Transfer(
            Downloads downloads,
            Repository repository,
            RemoteFile file,
            PartialFile target,
            PullListener listener) {
        this.downloads = downloads;
        this.repository = repository;
        this.file = file;
        this.target = target;
        this.listener = listener;
        this.subject = new Subject(repository.name(), repository.commit(), file.path());
    }

    /// Bytes that are not the file's.
    private static final class Damaged extends IOException {
        @Serial private static final long serialVersionUID = 1;

        Damaged(String message) {
            super(message);
        }
    }

    void run() throws IOException, InterruptedException {
        try {
            fetchAndCompare();
        } catch (Damaged first) {
            listener.retrying(file.path(), String.valueOf(first.getMessage()), Duration.ZERO);
            restart();
            try {
                fetchAndCompare();
            } catch (Damaged second) {
                restart();
                throw new HubException(
                        Reason.MISMATCH,
                        "%s: %s; it was fetched twice and is thrown away: the hub, a proxy or the line damages it"
                                .formatted(subject, second.getMessage()),
                        second);
            }
        }
        target.force();
    }

    private void fetchAndCompare() throws IOException, InterruptedException {
        furthest = target.size();
        if (target.size() > file.size()) {
            restart();
        }
        Patience.Attempts attempts =
                downloads
                        .patience()
                        .begin((reason, pause) -> listener.retrying(file.path(), reason, pause));
        while (target.size() < file.size()) {
            try {
                attempt(attempts);
            } catch (TransientFailure e) {
                attempts.failed(e);
            }
        }
        Digest actual = target.digest();
        if (!actual.equals(file.digest())) {
            throw new Damaged(
                    "the bytes are %s, announced were %s".formatted(actual, file.digest()));
        }
    }

    private void attempt(Patience.Attempts attempts) throws IOException, InterruptedException {
        if (!resumable) {
            restart();
        }
        long from = target.size();
        try (Answer answer = downloads.open(repository, file, range(from))) {
            switch (answer.status()) {
                case 200 -> restart();
                case 206 -> checkPart(answer, from);
                case 416 -> noPart(answer, from);
                default -> throw downloads.refusals().of(subject, answer);
            }
            receive(answer, attempts);
        }
    }

    private static Map<String, String> range(long from) {
        return from == 0 ? Map.of() : Map.of("Range", "bytes=" + from + "-");
    }

    private void checkPart(Answer answer, long from) throws IOException, InterruptedException {
        Matcher part = PART.matcher(answer.header("Content-Range").orElse(""));
        boolean asked =
                part.matches()
                        && Long.parseLong(part.group(1)) == from
                        && (part.group(2).equals("*")
                                || Long.parseLong(part.group(2)) == file.size());
        if (!asked) {
            dontResume();
            throw again(answer, "sent another part than was asked for");
        }
    }

    private void noPart(Answer answer, long from) throws IOException, InterruptedException {
        Matcher part = NO_PART.matcher(answer.header("Content-Range").orElse(""));
        OptionalLong size =
                part.matches()
                        ? OptionalLong.of(Long.parseLong(part.group(1)))
                        : OptionalLong.empty();
        if (size.isPresent() && size.getAsLong() <= from && size.getAsLong() != file.size()) {
            throw new Damaged(
                    "the storage holds %d bytes, announced were %d"
                            .formatted(size.getAsLong(), file.size()));
        }
        dontResume();
        throw again(answer, "sends no part of the file");
    }

    private TransientFailure again(Answer answer, String what) {
        return new TransientFailure(
                "%s: %s %s".formatted(subject, answer.uri().getHost(), what),
                answer.status(),
                null);
    }

    private void receive(Answer answer, Patience.Attempts attempts)
            throws IOException, InterruptedException {
        if (answer.length() > file.size() - target.size()) {
            throw surplus();
        }
        byte[] buffer = target.buffer();
        for (int read = answer.read(buffer); read >= 0; read = answer.read(buffer)) {
            if (read > file.size() - target.size()) {
                throw surplus();
            }
            target.append(buffer, read);
            listener.received(file.path(), read);
            if (target.size() >= furthest + PROGRESS) {
                furthest = target.size();
                attempts.progressed();
            }
            buffer = target.buffer();
        }
        if (target.size() < file.size()) {
            throw again(
                    answer,
                    "ended the file after %d of %d bytes".formatted(target.size(), file.size()));
        }
    }

    private Damaged surplus() {
        return new Damaged("more bytes came than the %d announced".formatted(file.size()));
    }

    private void dontResume() throws IOException, InterruptedException {
        resumable = false;
        restart();
    }

    private void restart() throws IOException, InterruptedException {
        if (target.size() > 0) {
            listener.received(file.path(), -target.size());
            target.restart();
        }
    }
}
