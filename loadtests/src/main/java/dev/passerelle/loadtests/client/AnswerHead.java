package dev.passerelle.loadtests.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.passerelle.loadtests.measure.ServerTiming;
import java.util.Locale;

/// Status line and headers of an answer, those that matter.
final class AnswerHead {
    private static final String VERSION = "HTTP/1.";
    private static final int STATUS_LINE = VERSION.length() + 5;
    private static final int OK = 200;
    private static final int NO_CONTENT = 204;
    private static final int NOT_MODIFIED = 304;
    private static final int MOST_KEPT = 128;
    private static final int MOST_TYPE = 40;

    private final int status;
    private boolean last;
    private long length = -1;
    private boolean chunked;
    private String type = "";
    private String encoding = "";
    private String cache = "";
    private String requestId = "";
    private ServerTiming timing = ServerTiming.NONE;

    private AnswerHead(int status, boolean last) {
        this.status = status;
        this.last = last;
    }

    /// Reads a head that is there whole.
    ///
    /// @throws BrokenAnswer if it is none
    static AnswerHead read(byte[] bytes, int from, int to) throws BrokenAnswer {
        String text = new String(bytes, from, to - from, ISO_8859_1);
        int end = text.indexOf('\n');
        AnswerHead head = begin(text.substring(0, Math.max(end, 0)));
        while (end + 1 < text.length()) {
            int start = end + 1;
            end = text.indexOf('\n', start);
            int colon = text.indexOf(':', start);
            if (colon > start && colon < end) {
                head.field(text.substring(start, colon), text.substring(colon + 1, end).strip());
            }
        }
        return head;
    }

    private static AnswerHead begin(String line) throws BrokenAnswer {
        if (line.length() < STATUS_LINE || !line.startsWith(VERSION)) {
            throw new BrokenAnswer("not an answer of HTTP/1.1");
        }
        String status = line.substring(STATUS_LINE - 3, STATUS_LINE);
        if (!status.chars().allMatch(digit -> digit >= '0' && digit <= '9')) {
            throw new BrokenAnswer("not an answer of HTTP/1.1");
        }
        return new AnswerHead(Integer.parseInt(status), line.charAt(VERSION.length()) == '0');
    }

    private void field(String name, String value) throws BrokenAnswer {
        switch (name.toLowerCase(Locale.ROOT)) {
            case "connection" -> connection(value.toLowerCase(Locale.ROOT));
            case "content-length" -> length = length(value);
            case "transfer-encoding" -> chunked = chunked(value);
            case "content-type" -> type = value.toLowerCase(Locale.ROOT);
            case "content-encoding" -> encoding = value.toLowerCase(Locale.ROOT);
            case "x-cache" -> cache = kept(value);
            case "x-request-id" -> requestId = kept(value);
            default -> trailer(name, value);
        }
    }

    /// Takes a field that may also come after the body.
    void trailer(String name, String value) {
        if (name.equalsIgnoreCase("server-timing")) {
            timing = ServerTimings.with(timing, value);
        }
    }

    private void connection(String value) {
        last = value.contains("close") || (last && !value.contains("keep-alive"));
    }

    private long length(String value) throws BrokenAnswer {
        long said = -1;
        try {
            said = Long.parseLong(value);
        } catch (NumberFormatException e) {
            // as negative ones
        }
        if (said < 0 || (length >= 0 && length != said)) {
            throw new BrokenAnswer("content-length is none");
        }
        return said;
    }

    private static boolean chunked(String value) throws BrokenAnswer {
        if (!value.equalsIgnoreCase("chunked")) {
            throw new BrokenAnswer("transfer-encoding nobody asked for");
        }
        return true;
    }

    private static String kept(String value) {
        return value.substring(0, Math.min(value.length(), MOST_KEPT));
    }

    int status() {
        return status;
    }

    boolean isOk() {
        return status / 100 == OK / 100;
    }

    /// Whether another head follows.
    boolean isInterim() {
        return status / 100 == 1 && status != 101;
    }

    boolean hasBody() {
        return status != NO_CONTENT && status != NOT_MODIFIED && (chunked || length != 0);
    }

    boolean isChunked() {
        return chunked;
    }

    /// Bytes of the body; -1 where only its end tells.
    long length() {
        return chunked ? -1 : length;
    }

    /// Whether the connection may carry another request.
    boolean keepsConnection() {
        return !last && (chunked || length >= 0 || !hasBody());
    }

    boolean isEventStream() {
        return type.startsWith("text/event-stream");
    }

    /// The content type in a few letters.
    String shortType() {
        int end = type.indexOf(';');
        String only = (end < 0 ? type : type.substring(0, end)).strip();
        return only.isEmpty() ? "not given" : only.substring(0, Math.min(only.length(), MOST_TYPE));
    }

    boolean isEncoded() {
        return !encoding.isEmpty() && !encoding.equals("identity");
    }

    String cache() {
        return cache;
    }

    String requestId() {
        return requestId;
    }

    ServerTiming timing() {
        return timing;
    }
}
