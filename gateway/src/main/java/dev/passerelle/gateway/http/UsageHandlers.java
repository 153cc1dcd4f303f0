package dev.passerelle.gateway.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.passerelle.gateway.admin.UsageDesk;
import dev.passerelle.gateway.admin.UsageReport;
import dev.passerelle.gateway.openai.QueryParameters;
import io.helidon.http.HeaderNames;
import io.helidon.http.HttpMediaType;
import java.util.List;

/// What was used, as JSON or CSV.
record UsageHandlers(UsageDesk desk) {
    private static final String JSON = "json";
    private static final String CSV = "csv";
    private static final HttpMediaType CSV_TYPE = HttpMediaType.create("text/csv");

    void report(Call call) {
        QueryParameters query = new QueryParameters(call.request().query().toMap());
        boolean csv =
                query.single(UsageDesk.FORMAT).map(UsageHandlers::isCsv).orElse(prefersCsv(call));
        UsageReport report = desk.report(call.caller(), query);
        if (csv) {
            call.response().header(HeaderNames.CONTENT_TYPE, "text/csv; charset=utf-8");
            Answers.send(call.request(), call.response(), report.csv().getBytes(UTF_8));
        } else {
            call.json(report.json().getBytes(UTF_8));
        }
    }

    private static boolean isCsv(String format) {
        return switch (format) {
            case CSV -> true;
            case JSON -> false;
            default -> throw QueryParameters.wrong(UsageDesk.FORMAT, format, "json or csv");
        };
    }

    /// Whether CSV is the first of what the client names.
    private static boolean prefersCsv(Call call) {
        List<HttpMediaType> accepted = call.request().headers().acceptedTypes();
        return !accepted.isEmpty() && accepted.getFirst().mediaType().equals(CSV_TYPE.mediaType());
    }
}
