package dev.passerelle.gateway.admin;

import dev.passerelle.gateway.openai.QueryParameters;
import dev.passerelle.gateway.tenancy.Caller;
import tools.jackson.databind.node.ObjectNode;

/// Administration in this process.
///
/// @param release frees what the desks work on
public record LocalAdministration(KeyDesk keys, UsageDesk usage, Runnable release)
        implements Administration {

    @Override
    public WireKey.Listing keys(QueryParameters filters) {
        return keys.list(Caller.LOCAL, filters);
    }

    @Override
    public WireKey create(ObjectNode wish) {
        return keys.create(Caller.LOCAL, wish);
    }

    @Override
    public WireKey revoke(String id) {
        return keys.revoke(Caller.LOCAL, id);
    }

    @Override
    public WireKey rotate(String id, ObjectNode wish) {
        return keys.rotate(Caller.LOCAL, id, wish);
    }

    @Override
    public UsageReport usage(QueryParameters query) {
        return usage.report(Caller.LOCAL, query);
    }

    @Override
    public void close() {
        release.run();
    }
}
