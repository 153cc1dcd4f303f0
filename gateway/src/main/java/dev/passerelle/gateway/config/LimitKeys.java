package dev.passerelle.gateway.config;

import dev.passerelle.gateway.tenancy.Measure;
import dev.passerelle.gateway.tenancy.Project;
import java.net.URI;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Keys of section `limits`, and those that every set of limits has.
final class LimitKeys {
    private static final long MOST = 1_000_000_000_000L;

    static final ConfigKey<URI> REDIS_URL =
            new ConfigKey<>(
                    "limits.redis-url",
                    Addresses.REDIS,
                    "(none: each gateway counts for itself)",
                    "Redis or Valkey in which several gateways count together.");

    static final ConfigKey<LimitsConfig.WhenUnavailable> WHEN_UNAVAILABLE =
            new ConfigKey<>(
                    "limits.when-unavailable",
                    ValueType.oneOf(LimitsConfig.WhenUnavailable.class),
                    "refuse",
                    "While Redis doesn't answer: refuse requests with 503, or count in each gateway alone.");

    static final ConfigKey<String> ORGANISATION_NAME =
            new ConfigKey<>(
                    "limits.organisations[].name",
                    Names.ORGANISATION,
                    "(required)",
                    "The organisation that the limits are for.");

    static final Map<Measure, ConfigKey<Long>> ORGANISATION = of("limits.organisations[]");

    static final ConfigKey<Project> PROJECT_NAME =
            new ConfigKey<>(
                    "limits.projects[].name",
                    Names.PROJECT,
                    "(required)",
                    "The project that the limits are for.");

    static final Map<Measure, ConfigKey<Long>> PROJECT = of("limits.projects[]");

    static final ConfigKey<Integer> PROJECT_WEIGHT =
            new ConfigKey<>(
                    "limits.projects[].weight",
                    ValueType.integer(1, 1_000),
                    "1",
                    "Its share of a busy model, in proportion to other projects'.");

    static final ConfigKey<Integer> PROJECT_PRIORITY =
            new ConfigKey<>(
                    "limits.projects[].priority",
                    ValueType.integer(-100, 100),
                    "0",
                    "Waiting requests of a higher priority come first.");

    static final ConfigKey<Boolean> PROJECT_LOG_PROMPTS =
            new ConfigKey<>(
                    "limits.projects[].log-prompts",
                    ValueType.BOOLEAN,
                    "false",
                    "Write its prompts and answers down, in `PASSERELLE_HOME`.");

    static final List<ConfigKey<?>> ALL = all();

    private LimitKeys() {}

    private static List<ConfigKey<?>> all() {
        return Stream.<Stream<? extends ConfigKey<?>>>of(
                        Stream.of(REDIS_URL, WHEN_UNAVAILABLE, ORGANISATION_NAME),
                        inOrder(ORGANISATION),
                        Stream.of(PROJECT_NAME),
                        inOrder(PROJECT),
                        Stream.of(PROJECT_WEIGHT, PROJECT_PRIORITY, PROJECT_LOG_PROMPTS))
                .<ConfigKey<?>>flatMap(keys -> keys)
                .toList();
    }

    /// The keys of a set of limits, by what they limit.
    static Map<Measure, ConfigKey<Long>> of(String section) {
        Map<Measure, ConfigKey<Long>> keys = new EnumMap<>(Measure.class);
        for (Measure measure : Measure.values()) {
            String name = section + "." + measure.id().replace('_', '-');
            ValueType<Long> type =
                    measure.unit() == Measure.Unit.MONEY
                            ? Quantities.MONEY
                            : ValueType.whole(1, MOST);
            keys.put(measure, new ConfigKey<>(name, type, "(unlimited)", help(measure)));
        }
        return Collections.unmodifiableMap(keys);
    }

    static Stream<ConfigKey<Long>> inOrder(Map<Measure, ConfigKey<Long>> limits) {
        return Arrays.stream(Measure.values()).map(limits::get);
    }

    private static String help(Measure measure) {
        return switch (measure) {
            case REQUESTS_PER_MINUTE -> "Requests, in a bucket that refills evenly.";
            case TOKENS_PER_MINUTE -> "Tokens read and generated, in a bucket that refills evenly.";
            case CONCURRENT_REQUESTS -> "Requests under way at once.";
            case TOKENS_PER_DAY -> "Tokens in a day, UTC.";
            case TOKENS_PER_MONTH -> "Tokens in a month, UTC.";
            case MONEY_PER_DAY -> "What may be spent in a day, in the currency of the prices.";
            case MONEY_PER_MONTH -> "What may be spent in a month, in the currency of the prices.";
        };
    }
}
