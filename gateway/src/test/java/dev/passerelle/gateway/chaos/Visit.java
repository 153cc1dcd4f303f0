package dev.passerelle.gateway.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.passerelle.gateway.RawClient;
import dev.passerelle.gateway.RecordingLedger;
import dev.passerelle.gateway.TestingGateway;
import dev.passerelle.gateway.chaos.Trouble.End;
import dev.passerelle.gateway.chaos.Trouble.Help;
import dev.passerelle.gateway.usage.Outcome;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// A client's call of a model that has some trouble, and what may come of it.
///
/// @param id sent as `x-request-id`
record Visit(String id, Trouble trouble, boolean stream, Help help, Stay stay) {

    private static final long LONGEST_MOMENT_NANOS = Duration.ofMillis(40).toNanos();

    /// How long a client stays.
    enum Stay {
        TO_THE_END,
        /// Closes its connection as soon as it has sent its request.
        NOT_A_BYTE,
        /// Closes it some milliseconds later, whatever has come by then.
        A_MOMENT,
        /// Ends its own half of the connection then, and reads on.
        HALF_CLOSED,
        /// Closes it in the middle of what it is sent.
        A_LITTLE
    }

    static Visit random(int number, Random random) {
        Trouble[] troubles = Trouble.values();
        Help[] helps = Help.values();
        Stay[] stays = Stay.values();
        return new Visit(
                "visit-" + number,
                troubles[random.nextInt(troubles.length)],
                random.nextBoolean(),
                helps[random.nextInt(helps.length)],
                random.nextInt(10) < 6
                        ? Stay.TO_THE_END
                        : stays[1 + random.nextInt(stays.length - 1)]);
    }

    String model() {
        return World.model(trouble, help);
    }

    /// What the client got; null if it didn't stay.
    @Nullable Reply make(World world) throws IOException {
        int port = world.gateway.gateway.port();
        String header = "x-request-id: " + id + "\r\n";
        String body = world.chat(model(), stream);
        if (stay == Stay.TO_THE_END) {
            return Reply.to(port, RoutedGateway.PATH, RoutedGateway.KEY, header, body);
        }
        try (RawClient client = new RawClient(port)) {
            client.send(Reply.request(RoutedGateway.PATH, RoutedGateway.KEY, header, body));
            switch (stay) {
                case HALF_CLOSED -> {
                    client.finishSending();
                    client.in().readAllBytes();
                }
                case A_LITTLE -> client.in().readNBytes(stream ? 400 : 40);
                case A_MOMENT -> LockSupport.parkNanos(momentNanos());
                case NOT_A_BYTE, TO_THE_END -> {}
            }
        } catch (IOException e) {
            // its connection was reset: nobody promised it anything
        }
        return null;
    }

    private long momentNanos() {
        return new Random(id.hashCode()).nextLong(LONGEST_MOMENT_NANOS);
    }

    /// @param weary whether deployments may be left alone, and retries be refused
    void check(Reply reply, boolean weary) {
        if (leftAlone(reply, weary)) {
            assertThat(reply.header("retry-after")).as("Retry-After").isPresent();
            assertThat(reply.complete()).isTrue();
            return;
        }
        End end = end(reply);
        if (!(weary && help != Help.ALONE && end == End.RIGHT)) {
            assertThat(end).as(reply.body()).isIn(trouble.ends(stream, help));
        }
        switch (end) {
            case RIGHT -> isRight(reply);
            case ERROR -> {
                assertThat(reply.status()).as(reply.body()).isEqualTo(trouble.status);
                assertThat(code(reply.body())).startsWith(trouble.code);
                assertThat(reply.complete()).isTrue();
            }
            case BREAKS_OFF -> {
                assertThat(reply.body()).contains("t0", "t1").doesNotContain(Reply.DONE);
                String last = reply.body().substring(reply.body().lastIndexOf("data: ") + 6);
                assertThat(code(last)).startsWith(trouble.code);
            }
        }
    }

    private static End end(Reply reply) {
        return reply.status() != 200 ? End.ERROR : reply.complete() ? End.RIGHT : End.BREAKS_OFF;
    }

    /// Whether its deployment wasn't asked, for what others came to before.
    private boolean leftAlone(Reply reply, boolean weary) {
        return trouble.status != 200
                && (weary || (help == Help.ALONE && trouble.opensAtOnce()))
                && reply.status() == 503
                && code(reply.body()).equals("no_deployment");
    }

    private void isRight(Reply reply) {
        if (stream) {
            assertThat(reply.body()).contains("\"A\"", "\"B\"").endsWith(Reply.DONE);
        } else {
            assertThat(reply.body()).contains("\"AB\"");
        }
    }

    private static String code(String body) {
        return TestingGateway.json(body).path("error").path("code").asString();
    }

    /// @param reply what its client got; null if it left
    void check(RecordingLedger.Closed record, @Nullable Reply reply) {
        Charge charge = Charge.of(record);
        if (reply == null) {
            assertThat(charge).isIn(ofLeaving());
            return;
        }
        assertThat(record.status()).isEqualTo(status(reply));
        assertThat(charge).isEqualTo(ofStaying(reply));
        if (reply.status() == 200) {
            assertThat(record.outcome())
                    .isEqualTo(reply.complete() ? Outcome.COMPLETED : Outcome.FAILED);
        }
    }

    /// What is recorded is the error, also where the answer had begun.
    private int status(Reply reply) {
        return reply.status() == 200 && !reply.complete() ? trouble.status : reply.status();
    }

    private static Charge ofStaying(Reply reply) {
        boolean again = reply.header("x-cache").equals(Optional.of("hit"));
        return switch (end(reply)) {
            case RIGHT -> again ? Charge.NOTHING : Charge.REPORTED;
            case ERROR -> Charge.NOTHING;
            case BREAKS_OFF -> again ? Charge.NOTHING : Charge.estimated(2);
        };
    }

    /// Nothing, or what had come by then.
    private Set<Charge> ofLeaving() {
        return trouble.ends(stream, help).equals(Set.of(End.ERROR))
                ? Set.of(Charge.NOTHING)
                : Set.copyOf(
                        List.of(
                                Charge.NOTHING,
                                Charge.estimated(0),
                                Charge.estimated(1),
                                Charge.estimated(2),
                                Charge.REPORTED));
    }
}
