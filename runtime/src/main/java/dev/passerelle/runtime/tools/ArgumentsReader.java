package dev.passerelle.runtime.tools;

/// Passes the JSON of one call's arguments on as it comes.
final class ArgumentsReader {

    private final JsonScanner scanner = new JsonScanner();

    /// Takes what is there of them.
    ///
    /// @return whether they go on, are complete (`DONE`) or turn out to be no JSON (`REFUSED`)
    CallReader.Status read(Tail in, AnswerSink out) {
        StringBuilder json = new StringBuilder();
        int at = 0;
        while (at < in.length() && !scanner.complete()) {
            char c = in.charAt(at);
            boolean raw = scanner.inString() && c < ' ';
            if (!scanner.accept(c)) {
                break;
            }
            if (raw) {
                json.append("\\u%04x".formatted((int) c)); // models write line breaks into strings
            } else {
                json.append(c);
            }
            at++;
        }
        in.take(at);
        if (!json.isEmpty()) {
            out.arguments(json.toString());
        }
        return scanner.complete()
                ? CallReader.Status.DONE
                : scanner.broken() ? CallReader.Status.REFUSED : CallReader.Status.MORE;
    }
}
