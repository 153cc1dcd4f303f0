package dev.passerelle.gateway.usage;

import dev.passerelle.gateway.usage.UsageQuery.Dimension;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/// How a report is written: what is told apart in the order it was asked for, then the sums.
public final class UsageFormat {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final List<String> SUMS =
            List.of(
                    "requests",
                    "refused",
                    "prompt_tokens",
                    "completion_tokens",
                    "cached_tokens",
                    "cost",
                    "currency");

    private UsageFormat() {}

    /// As CSV of RFC 4180 with a line of headings.
    public static String csv(UsageQuery query, List<UsageRow> rows) {
        StringBuilder csv = new StringBuilder();
        line(csv, headings(query));
        rows.forEach(row -> line(csv, cells(query, row)));
        return csv.toString();
    }

    /// As JSON. A cost is a text, because numbers of JSON lose digits in many clients.
    public static String json(UsageQuery query, List<UsageRow> rows) {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("object", "usage");
        report.put("from", query.from().toString());
        report.put("to", query.to().toString());
        report.put("by", query.by().stream().map(Dimension::id).toList());
        report.put("data", rows.stream().map(row -> fields(query, row)).toList());
        return JSON.writeValueAsString(report);
    }

    /// What each field is, as both formats call it.
    public static List<String> headings(UsageQuery query) {
        return Stream.concat(query.by().stream().map(Dimension::id), SUMS.stream()).toList();
    }

    /// A row's fields as text.
    public static List<String> cells(UsageQuery query, UsageRow row) {
        return fields(query, row).values().stream().map(Object::toString).toList();
    }

    private static Map<String, Object> fields(UsageQuery query, UsageRow row) {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (Dimension dimension : query.by()) {
            fields.put(dimension.id(), UsageRows.value(row, dimension));
        }
        List<Object> sums =
                List.of(
                        row.requests(),
                        row.refused(),
                        row.promptTokens(),
                        row.completionTokens(),
                        row.cachedTokens(),
                        row.cost().toPlainString(),
                        row.currency());
        for (int i = 0; i < SUMS.size(); i++) {
            fields.put(SUMS.get(i), sums.get(i));
        }
        return fields;
    }

    private static void line(StringBuilder csv, List<String> values) {
        csv.append(values.stream().map(UsageFormat::quoted).collect(Collectors.joining(",")))
                .append("\r\n");
    }

    private static String quoted(String text) {
        boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
        return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
    }
}
