package dev.passerelle.runtime.fairness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.passerelle.runtime.Tenant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What happens when a queue is full.
class DisplacementTest {

    private final List<String> displaced = new ArrayList<>();
    private final FairQueue<String> queue = new FairQueue<>(6, () -> 0, displaced::add);

    @Test
    void aFloodFindsItFull() {
        flood("a", "k", 6);
        assertThat(queue.enter(tenant("a", "k"))).isNull();
        assertThat(displaced).isEmpty();
    }

    @Test
    void anotherTenantTakesThePlaceOfTheFloodsNewest() {
        flood("a", "k", 6);
        assertThat(add("b", "k", "b1")).isNotNull();
        assertThat(displaced).containsExactly("a-k-5");
        assertThat(add("b", "k", "b2")).isNotNull();
        assertThat(displaced).containsExactly("a-k-5", "a-k-4");
    }

    @Test
    void tenantsWithAsManyDoNotDisplaceEachOther() {
        flood("a", "k", 3);
        flood("b", "k", 3);
        assertThat(queue.enter(tenant("a", "k"))).isNull();
        assertThat(queue.enter(tenant("b", "k"))).isNull();
        assertThat(add("c", "k", "c1")).isNotNull();
        assertThat(add("c", "k", "c2")).isNotNull();
        assertThat(queue.enter(tenant("c", "k"))).isNull();
        assertThat(displaced).hasSize(2);
    }

    @Test
    void keysOfAProjectMakeRoomForEachOther() {
        flood("a", "greedy", 4);
        flood("b", "k", 2);
        assertThat(add("a", "modest", "m1")).isNotNull();
        assertThat(displaced).containsExactly("a-greedy-3");
        assertThat(add("a", "modest", "m2")).isNotNull();
        assertThat(queue.enter(tenant("a", "modest"))).isNull();
    }

    @Test
    void whatHasBegunKeepsItsPlace() {
        flood("a", "k", 6);
        for (int i = 0; i < 5; i++) {
            assertThat(queue.poll()).isNotNull();
        }
        assertThat(add("b", "k", "b1")).isNotNull();
        assertThat(queue.enter(tenant("c", "k"))).isNull();
        assertThat(displaced).containsExactly("a-k-5");
    }

    @Test
    void whatWasPutBackKeepsItsPlace() {
        Place<String> begun = Objects.requireNonNull(add("a", "k", "begun"));
        assertThat(queue.poll()).isEqualTo("begun");
        queue.putBack(begun);
        Place<String> reserved = null;
        for (int i = 0; i < 5; i++) {
            reserved = Objects.requireNonNull(queue.enter(tenant("a", "k")));
        }
        for (int i = 0; i < 3; i++) {
            assertThat(queue.enter(tenant("b", "k"))).isNotNull();
        }
        assertThat(queue.enter(tenant("b", "k"))).isNull();
        assertThat(queue.ready(Objects.requireNonNull(reserved), "late")).isFalse();
        assertThat(displaced).isEmpty();
        assertThat(queue.poll()).isEqualTo("begun");
    }

    @Test
    void placesAreNeitherLostNorMadeWhateverHappens() {
        Random random = new Random(9);
        FairQueue<String> small = new FairQueue<>(8, () -> 0, displaced::add);
        List<Place<String>> all = new ArrayList<>();
        for (int step = 0; step < 20_000; step++) {
            if (all.isEmpty() || random.nextInt(3) == 0) {
                Place<String> place =
                        small.enter(tenant("p" + random.nextInt(4), "k" + random.nextInt(3)));
                if (place != null) {
                    all.add(place);
                }
                continue;
            }
            Place<String> place = all.get(random.nextInt(all.size()));
            switch (random.nextInt(6)) {
                case 0 -> small.leave(place);
                case 1, 2 -> {
                    if (place.state == Place.State.RESERVED) {
                        small.ready(place, "item");
                    }
                }
                case 3 -> small.poll();
                case 4 -> small.putBack(place);
                default -> small.withdraw(place);
            }
            small.served(place, random.nextInt(20));
            all.removeIf(each -> each.state == Place.State.GONE);
            assertThat(all).hasSizeLessThanOrEqualTo(8);
            assertThat(small.waiting())
                    .isEqualTo(
                            (int)
                                    all.stream()
                                            .filter(each -> each.state == Place.State.WAITING)
                                            .count());
        }
        all.forEach(small::leave);
        assertThat(small.accounts()).isZero();
        for (int i = 0; i < 8; i++) {
            assertThat(small.enter(tenant("a", "k"))).isNotNull();
        }
    }

    private void flood(String project, String key, int requests) {
        for (int i = 0; i < requests; i++) {
            assertThat(add(project, key, project + "-" + key + "-" + i)).isNotNull();
        }
    }

    private @Nullable Place<String> add(String project, String key, String name) {
        Place<String> place = queue.enter(tenant(project, key));
        if (place != null) {
            assertThat(queue.ready(place, name)).isTrue();
        }
        return place;
    }

    private static Tenant tenant(String project, String key) {
        return new Tenant(project, key, 1, 0);
    }
}
