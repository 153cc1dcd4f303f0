package dev.passerelle.gateway.usage;

import java.util.List;

/// Tells what was used.
@FunctionalInterface
public interface UsageReports {

    /// Ordered by what is told apart. Knows everything but the last moment's requests.
    List<UsageRow> query(UsageQuery query);
}
