package dev.passerelle.runtime.fairness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.passerelle.runtime.Tenant;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FairQueueTest {

    private static final int LARGEST = 100;

    private long now;
    private final List<String> displaced = new ArrayList<>();
    private final FairQueue<String> queue = new FairQueue<>(1_000, () -> now, displaced::add);
    private final Map<String, Place<String>> places = new HashMap<>();

    @Test
    void withinAKeyItIsFirstComeFirstServed() {
        add(tenant("a"), "1");
        add(tenant("a"), "2");
        add(tenant("a"), "3");
        assertThat(drain()).containsExactly("1", "2", "3");
    }

    @Test
    void sharesOfBusyProjectsFollowTheirWeights() {
        for (long seed = 0; seed < 20; seed++) {
            sharesFollowWeights(new Random(seed));
        }
    }

    /// Projects that always wait are served, for their weights, alike within one request's size
    /// each.
    private void sharesFollowWeights(Random random) {
        FairQueue<Tenant> served = new FairQueue<>(100, () -> 0, _ -> {});
        Map<Tenant, Integer> tokens = new HashMap<>();
        int projects = 2 + random.nextInt(5);
        Map<Tenant, Deque<Place<Tenant>>> requests = new HashMap<>();
        for (int i = 0; i < projects; i++) {
            Tenant tenant = new Tenant("p" + i, "k", 1 + random.nextInt(8), 0);
            tokens.put(tenant, 0);
            // two each, so that one waits while the other is served
            requests.put(
                    tenant,
                    new ArrayDeque<>(List.of(ready(served, tenant), ready(served, tenant))));
        }
        for (int step = 0; step < 2_000; step++) {
            Tenant next = Objects.requireNonNull(served.poll());
            int size = 1 + random.nextInt(LARGEST);
            Deque<Place<Tenant>> ofNext = Objects.requireNonNull(requests.get(next));
            served.served(ofNext.getFirst(), size);
            served.leave(ofNext.removeFirst());
            ofNext.addLast(ready(served, next));
            tokens.merge(next, size, Integer::sum);
        }
        for (Tenant a : tokens.keySet()) {
            for (Tenant b : tokens.keySet()) {
                double difference =
                        (double) tokens.get(a) / a.weight() - (double) tokens.get(b) / b.weight();
                assertThat(Math.abs(difference)).isLessThanOrEqualTo(LARGEST);
            }
        }
    }

    @Test
    void keysOfAProjectShareItsPartEvenly() {
        Tenant one = new Tenant("a", "one", 3, 0);
        Tenant two = new Tenant("a", "two", 3, 0);
        for (int i = 0; i < 30; i++) {
            add(one, "one-" + i);
        }
        add(two, "two-0");
        add(two, "two-1");
        List<String> order = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            order.add(next(10));
        }
        assertThat(order).containsExactly("one-0", "two-0", "one-1", "two-1", "one-2", "one-3");
    }

    @Test
    void manyKeysMakeNoLargerPart() {
        for (int i = 0; i < 10; i++) {
            add(new Tenant("many", "k" + i, 1, 0), "many-" + i);
        }
        for (int i = 0; i < 10; i++) {
            add(tenant("few"), "few-" + i);
        }
        List<String> order = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            order.add(next(10));
        }
        assertThat(order).filteredOn(name -> name.startsWith("few")).hasSize(5);
    }

    @Test
    void idlingEarnsNoCredit() {
        for (int i = 0; i < 40; i++) {
            add(tenant("busy"), "busy-" + i);
        }
        for (int i = 0; i < 20; i++) {
            next(100);
        }
        for (int i = 0; i < 10; i++) {
            add(tenant("late"), "late-" + i);
        }
        List<String> order = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            order.add(next(100));
        }
        assertThat(order)
                .containsExactly("late-0", "busy-20", "late-1", "busy-21", "late-2", "busy-22");
    }

    @Test
    void whatItIsServedWhileOthersWaitIsNotForgottenByLeaving() {
        for (int i = 0; i < 40; i++) {
            add(tenant("busy"), "busy-" + i);
        }
        add(tenant("comes and goes"), "x");
        next(1);
        assertThat(next(1_000)).isEqualTo("x");
        queue.leave(place("x"));
        add(tenant("comes and goes"), "y");
        for (int i = 1; i < 10; i++) {
            assertThat(next(100)).isEqualTo("busy-" + i);
        }
    }

    @Test
    void aHigherPriorityComesFirstWhateverWasServed() {
        add(tenant("a"), "low-1");
        add(tenant("a"), "low-2");
        Tenant urgent = new Tenant("b", "k", 1, 5);
        add(urgent, "high-1");
        add(urgent, "high-2");
        assertThat(List.of(next(1_000), next(1_000), next(1), next(1)))
                .containsExactly("high-1", "high-2", "low-1", "low-2");
    }

    @Test
    void whatIsPutBackComesBeforeTheOthersOfItsKey() {
        add(tenant("a"), "1");
        add(tenant("a"), "2");
        String first = next(1);
        queue.putBack(place(first));
        assertThat(queue.waiting()).isEqualTo(2);
        assertThat(drain()).containsExactly("1", "2");
    }

    @Test
    void tenantsThatHaveGoneAreForgotten() {
        Random random = new Random(3);
        for (int i = 0; i < 5_000; i++) {
            String name = "r" + i;
            add(new Tenant("p" + i, "k" + i, 1, random.nextInt(3)), name);
            next(random.nextInt(50));
            queue.leave(place(name));
        }
        assertThat(queue.accounts()).isZero();
        add(tenant("stays"), "stays");
        for (int i = 0; i < 5_000; i++) {
            String name = "s" + i;
            add(tenant("p" + i), name);
            assertThat(queue.take(place(name))).isTrue();
            queue.served(place(name), 1_000 - i % 1_000);
            queue.leave(place(name));
        }
        assertThat(queue.accounts()).isLessThan(2_010);
    }

    @Test
    void onlyOneDecidesWhatBecomesOfAWaitingRequest() {
        add(tenant("a"), "1");
        assertThat(queue.withdraw(place("1"))).isTrue();
        assertThat(queue.withdraw(place("1"))).isFalse();
        assertThat(queue.poll()).isNull();
        add(tenant("a"), "2");
        assertThat(queue.poll()).isEqualTo("2");
        assertThat(queue.withdraw(place("2"))).isFalse();
        assertThat(queue.take(place("2"))).isFalse();
    }

    @Test
    void whatWaitsForItsFirstTurnBecomesOverdueAndNothingElse() {
        add(tenant("a"), "first");
        now = 10;
        add(tenant("b"), "second");
        assertThat(queue.poll()).isEqualTo("first");
        queue.putBack(place("first"));
        assertThat(queue.untilOverdue(100)).isEqualTo(100);
        now = 109;
        assertThat(queue.overdue(100)).isNull();
        assertThat(queue.untilOverdue(100)).isEqualTo(1);
        now = 110;
        assertThat(Objects.requireNonNull(queue.overdue(100)).item()).isEqualTo("second");
        assertThat(queue.overdue(100)).isNull();
        assertThat(queue.untilOverdue(100)).isEqualTo(Long.MAX_VALUE);
        assertThat(queue.waiting()).isEqualTo(1);
    }

    @Test
    void aPlaceKnowsWhereTheTimeWent() {
        add(tenant("a"), "1");
        now = 5;
        queue.poll();
        place("1").begun();
        now = 9;
        place("1").begun();
        place("1").answered();
        now = 50;
        place("1").answered();
        assertThat(place("1").timing().queued()).isEqualTo(Duration.ofNanos(5));
        assertThat(place("1").timing().prompt()).isEqualTo(Duration.ofNanos(4));
    }

    private static Tenant tenant(String project) {
        return new Tenant(project, "key", 1, 0);
    }

    private static Place<Tenant> ready(FairQueue<Tenant> queue, Tenant tenant) {
        Place<Tenant> place = Objects.requireNonNull(queue.enter(tenant));
        queue.ready(place, tenant);
        return place;
    }

    private void add(Tenant tenant, String name) {
        Place<String> place = Objects.requireNonNull(queue.enter(tenant));
        assertThat(queue.ready(place, name)).isTrue();
        places.put(name, place);
    }

    private Place<String> place(String name) {
        return Objects.requireNonNull(places.get(name));
    }

    /// Takes the next and serves it so many tokens.
    private String next(int tokens) {
        String name = Objects.requireNonNull(queue.poll());
        queue.served(place(name), tokens);
        return name;
    }

    private List<String> drain() {
        List<String> all = new ArrayList<>();
        while (queue.waiting() > 0) {
            all.add(next(1));
        }
        return all;
    }
}
