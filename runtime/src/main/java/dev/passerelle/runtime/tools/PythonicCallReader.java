package dev.passerelle.runtime.tools;

import dev.passerelle.runtime.tools.PythonLiteral.Incomplete;

/// Reads calls written as a Python list of calls: `[f(a=1, b="x"), g()]`. Each is told once its
/// last bracket is there, with its arguments as JSON.
final class PythonicCallReader implements CallReader {

    private final String opening;
    private final String closing;
    private boolean opened;
    private boolean closed;

    PythonicCallReader(String opening, String closing) {
        this.opening = opening;
        this.closing = closing;
    }

    @Override
    public Status read(Tail in, AnswerSink out) {
        try {
            while (!closed) {
                call(in, out);
            }
            return close(in);
        } catch (Incomplete e) {
            return in.last() ? stop() : Status.MORE;
        } catch (IllegalArgumentException e) {
            return stop();
        }
    }

    private Status stop() {
        return opened ? Status.DONE : Status.REFUSED;
    }

    private void call(Tail in, AnswerSink out) {
        PythonLiteral text = new PythonLiteral(in.text(), opened ? 0 : opening.length());
        if (!opened) {
            text.expect('[');
        }
        String name = text.name();
        String arguments = text.arguments();
        boolean more = text.skip(',');
        if (!more) {
            text.expect(']');
        }
        in.take(text.position());
        opened = true;
        closed = !more;
        out.callBegins(name);
        out.arguments(arguments);
        out.callEnds();
    }

    private Status close(Tail in) {
        int at = in.skipBlank(0);
        if (!closing.isEmpty()
                && !in.last()
                && (at == in.length() || in.mayStartWith(closing, at))) {
            return Status.MORE;
        }
        if (!closing.isEmpty() && in.startsWith(closing, at)) {
            in.take(at + closing.length());
        }
        return Status.DONE;
    }
}
