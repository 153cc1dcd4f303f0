package dev.passerelle.gateway.admin;

import dev.passerelle.gateway.openai.ApiException.InvalidRequest;
import dev.passerelle.gateway.openai.QueryParameters;
import dev.passerelle.gateway.tenancy.Caller;
import dev.passerelle.gateway.tenancy.Project;
import dev.passerelle.gateway.tenancy.Role;
import dev.passerelle.gateway.usage.UsageQuery;
import dev.passerelle.gateway.usage.UsageQuery.Dimension;
import dev.passerelle.gateway.usage.UsageReports;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Reports usage, to each caller within its reach.
public record UsageDesk(UsageReports reports, InstantSource clock) {
    private static final String BY = "by";
    private static final String FROM = "from";
    private static final String TO = "to";
    private static final String PROJECT = "project";
    private static final String KEY = "key";
    private static final String MODEL = "model";

    /// The parameter by which a caller chooses between JSON and CSV; the answer is the same.
    public static final String FORMAT = "format";

    /// @throws InvalidRequest naming the parameter that is wrong
    public UsageReport report(Caller caller, QueryParameters parameters) {
        parameters.only(List.of(BY, FROM, TO, PROJECT, KEY, MODEL, FORMAT));
        UsageQuery query = query(caller, parameters);
        return new UsageReport(query, reports.query(query));
    }

    private UsageQuery query(Caller caller, QueryParameters parameters) {
        Reach reach = new Reach(caller);
        LocalDate to = date(parameters, TO).orElseGet(this::today);
        LocalDate from = date(parameters, FROM).orElseGet(() -> to.withDayOfMonth(1));
        if (from.isAfter(to)) {
            throw QueryParameters.wrong(FROM, from.toString(), "a day up to " + to);
        }
        return new UsageQuery(
                by(parameters.all(BY)),
                from,
                to,
                reach.organisation(),
                project(reach, parameters),
                parameters.single(KEY).map(KeyDesk::id).orElse(null),
                parameters.single(MODEL).orElse(null));
    }

    private static @Nullable String project(Reach reach, QueryParameters parameters) {
        return parameters
                .single(PROJECT)
                .map(text -> reach.project(text, PROJECT))
                .or(() -> only(reach.caller()))
                .map(Project::toString)
                .orElse(null);
    }

    /// The project of somebody who may see no other.
    private static Optional<Project> only(Caller caller) {
        return caller.role() == Role.ADMIN ? Optional.empty() : Optional.of(caller.project());
    }

    private static List<Dimension> by(List<String> values) {
        return values.stream()
                .flatMap(value -> Arrays.stream(value.split(",", -1)))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .map(UsageDesk::dimension)
                .distinct()
                .toList();
    }

    private static Dimension dimension(String name) {
        return Arrays.stream(Dimension.values())
                .filter(dimension -> dimension.id().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        QueryParameters.wrong(
                                BY,
                                name,
                                "some of "
                                        + Arrays.stream(Dimension.values())
                                                .map(Dimension::id)
                                                .collect(Collectors.joining(", "))));
    }

    private static Optional<LocalDate> date(QueryParameters parameters, String name) {
        return parameters
                .single(name)
                .map(text -> {
                    try {
                        return LocalDate.parse(text);
                    } catch (DateTimeParseException e) {
                        throw QueryParameters.wrong(name, text, "a day such as 2026-11-01");
                    }
                });
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }
}
