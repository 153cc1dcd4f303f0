package dev.passerelle.gateway.admin;

import dev.passerelle.gateway.openai.QueryParameters;
import tools.jackson.databind.node.ObjectNode;

/// What whoever owns this machine's Passerelle may do, wherever it is done: in the running server
/// or on its database. Bodies and parameters are those of the admin API.
public interface Administration extends AutoCloseable {

    WireKey.Listing keys(QueryParameters filters);

    /// Makes a key; the answer has its secret.
    WireKey create(ObjectNode wish);

    /// @param id or its prefix
    WireKey revoke(String id);

    /// Makes a key in place of another; the answer has its secret.
    WireKey rotate(String id, ObjectNode wish);

    UsageReport usage(QueryParameters query);

    @Override
    void close();
}
