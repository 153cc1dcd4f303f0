package dev.passerelle.gateway.usage;

import static dev.passerelle.gateway.usage.Samples.DAY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.passerelle.gateway.usage.UsageQuery.Dimension;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

class UsageFormatTest {
    private static final UsageQuery QUERY =
            new UsageQuery(
                    List.of(Dimension.DAY, Dimension.MODEL), DAY, DAY, null, null, null, null);
    private static final List<UsageRow> ROWS =
            List.of(
                    new UsageRow(
                            null,
                            null,
                            "a,\"b\"",
                            DAY,
                            3,
                            1,
                            20,
                            30,
                            4,
                            new BigDecimal("1E-11"),
                            "EUR"));

    @Test
    void csv() {
        assertThat(UsageFormat.csv(QUERY, ROWS))
                .isEqualTo(
                        "day,model,requests,refused,prompt_tokens,completion_tokens,cached_tokens,cost,currency\r\n"
                                + "2026-03-14,\"a,\"\"b\"\"\",3,1,20,30,4,0.00000000001,EUR\r\n");
    }

    @Test
    void json() {
        assertThat(UsageFormat.json(QUERY, ROWS))
                .isEqualTo(
                        "{\"object\":\"usage\",\"from\":\"2026-03-14\",\"to\":\"2026-03-14\",\"by\":[\"day\",\"model\"],\"data\":[{"
                                + "\"day\":\"2026-03-14\",\"model\":\"a,\\\"b\\\"\",\"requests\":3,\"refused\":1,"
                                + "\"prompt_tokens\":20,\"completion_tokens\":30,\"cached_tokens\":4,"
                                + "\"cost\":\"0.00000000001\",\"currency\":\"EUR\"}]}");
    }
}
