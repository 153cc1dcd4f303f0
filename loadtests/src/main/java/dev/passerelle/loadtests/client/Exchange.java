package dev.passerelle.loadtests.client;

import dev.passerelle.loadtests.measure.CallRecord;
import dev.passerelle.loadtests.measure.Moments;
import dev.passerelle.loadtests.measure.Outcome;
import dev.passerelle.loadtests.measure.ServerTiming;
import dev.passerelle.loadtests.measure.Tokens;
import dev.passerelle.loadtests.workload.Ask;
import dev.passerelle.loadtests.workload.Leave;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// One request and its answer, from its intended start to its end.
final class Exchange {
    private static final Answer.Facts NO_FACTS = new Answer.Facts(Usage.NONE, new long[0], "");

    private final HttpCaller caller;
    private final Ask ask;
    private final long intended;
    private final long began;
    private final Deadlines.Watched watched;
    private long connected = -1;
    private @Nullable Link link;
    private @Nullable Inbound inbound;
    private @Nullable AnswerHead head;
    private @Nullable Answer answer;

    private Exchange(HttpCaller caller, Ask ask, long intended) {
        this.caller = caller;
        this.ask = ask;
        this.intended = intended;
        this.began = caller.now();
        this.watched = caller.deadlines().watch(ask, intended);
    }

    static Called run(HttpCaller caller, Place place, Ask ask, long intended) {
        Exchange exchange = new Exchange(caller, ask, intended);
        return exchange.called(place, exchange.run());
    }

    /// How it ended, and when.
    private record End(Outcome outcome, String failure, long at) {}

    private End run() {
        boolean again = false;
        try {
            End end = exchange();
            again = watched.meet() && end.outcome() != Outcome.LEFT && mayServeAgain();
            return end;
        } catch (IOException e) {
            return broken(Failures.text(e));
        } catch (RuntimeException e) {
            return broken("generator failed " + e.getClass().getSimpleName());
        } finally {
            watched.meet();
            release(again);
        }
    }

    private End exchange() throws IOException {
        if (watched.deadline().hasPassed()) {
            throw new BrokenAnswer("not begun in time");
        }
        byte[] message = caller.heads().message(ask);
        Inbound in = onKeptConnection(message);
        if (in == null) {
            in = onNewConnection(message);
        }
        AnswerHead said = in.head();
        head = said;
        Answer into = answerTo(said);
        answer = into;
        in.body(said, into);
        return into.isEnough() ? new End(Outcome.LEFT, "", caller.now()) : over(into, in.moment());
    }

    /// Sends it where a connection is kept, and returns when an answer begins; null if the server
    /// had closed that connection in between, which no client can know.
    private @Nullable Inbound onKeptConnection(byte[] message) throws IOException {
        Link kept = caller.links().take();
        if (kept == null) {
            return null;
        }
        guard(kept);
        Inbound in = new Inbound(kept, caller::now);
        try {
            send(kept, message, in);
            return in;
        } catch (IOException e) {
            if (watched.deadline().hasPassed() || Thread.currentThread().isInterrupted()) {
                throw e;
            }
            kept.close();
            caller.links().wasStale();
            return null;
        }
    }

    private Inbound onNewConnection(byte[] message) throws IOException {
        Link fresh = caller.dialler().dial(this::guard);
        connected = caller.now();
        Inbound in = new Inbound(fresh, caller::now);
        send(fresh, message, in);
        return in;
    }

    private void send(Link open, byte[] message, Inbound in) throws IOException {
        inbound = in;
        try {
            open.write(message);
        } catch (IOException e) {
            // a server may refuse a request without reading all of it: its answer counts
            try {
                in.begin();
                return;
            } catch (IOException nothing) {
                throw e;
            }
        }
        in.begin();
    }

    /// From now on this is the connection to be closed when it is time.
    private void guard(Link open) {
        link = open;
        watched.deadline().guard(open);
    }

    private Answer answerTo(AnswerHead said) throws BrokenAnswer {
        if (!said.isOk()) {
            return new RefusedAnswer(said.status());
        } else if (said.isEncoded()) {
            throw new BrokenAnswer("content encoding nobody asked for");
        } else if (ask.stream() != said.isEventStream() && said.hasBody()) {
            throw new BrokenAnswer("content type " + said.shortType());
        }
        int enough =
                ask.leave() instanceof Leave.AfterTokens(int tokens) ? tokens : Integer.MAX_VALUE;
        return ask.stream()
                ? new StreamedAnswer(ask.outputTokens(), enough, ask.keep())
                : new WholeAnswer(ask.endpoint(), ask.keep());
    }

    private static End over(Answer into, long moment) {
        String failure = into.end();
        return new End(failure.isEmpty() ? Outcome.OK : Outcome.FAILED, failure, moment);
    }

    private End broken(String failure) {
        long now = caller.now();
        Deadline deadline = watched.deadline();
        boolean passed = !watched.meet();
        if (answer != null && answer.isComplete() && inbound != null) {
            return over(answer, inbound.moment());
        } else if (passed && deadline.leaves()) {
            return new End(Outcome.LEFT, "", deadline.at());
        } else if (passed) {
            return new End(Outcome.FAILED, Failures.TIMEOUT, deadline.at());
        } else if (Thread.currentThread().isInterrupted()) {
            return new End(Outcome.UNFINISHED, "", now);
        }
        return new End(Outcome.FAILED, failure, now);
    }

    private boolean mayServeAgain() {
        return caller.keepsAlive()
                && head != null
                && head.keepsConnection()
                && link != null
                && link.isEmpty();
    }

    private void release(boolean again) {
        if (link != null && again) {
            caller.links().keep(link);
        } else if (link != null) {
            link.close();
        }
    }

    private Called called(Place place, End end) {
        Answer.Facts facts = answer == null ? NO_FACTS : answer.facts();
        AnswerHead said = head;
        CallRecord called =
                new CallRecord(
                        place.number(),
                        place.conversation(),
                        place.turn(),
                        ask.kind(),
                        end.outcome(),
                        end.failure(),
                        said == null ? 0 : said.status(),
                        moments(facts.arrivals(), end.at()),
                        tokens(facts),
                        facts.arrivals(),
                        said == null ? ServerTiming.NONE : said.timing(),
                        said == null ? "" : said.cache(),
                        said == null ? "" : said.requestId());
        return new Called(called, facts.text());
    }

    private Moments moments(long[] arrivals, long ended) {
        int count = arrivals.length;
        return new Moments(
                intended,
                began,
                connected,
                inbound == null ? -1 : inbound.headMoment(),
                count == 0 ? -1 : arrivals[0],
                count == 0 ? -1 : arrivals[count - 1],
                ended);
    }

    private Tokens tokens(Answer.Facts facts) {
        Usage usage = facts.usage();
        return new Tokens(
                ask.promptTokens(),
                ask.outputTokens(),
                usage.prompt(),
                usage.output(),
                usage.cached(),
                facts.arrivals().length);
    }
}
