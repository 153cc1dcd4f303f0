package dev.passerelle.gateway.answer;

import dev.passerelle.gateway.openai.RawRequest;
import dev.passerelle.gateway.tenancy.Caller;
import dev.passerelle.gateway.tenancy.Regions;
import dev.passerelle.runtime.Tenant;

/// A call on its way to a deployment.
///
/// @param raw what is asked
/// @param caller who asks
/// @param tenant whose share of a model's slots it counts against
/// @param regions where it may go
/// @param requestId as in the header `x-request-id`
/// @param trace the trace it belongs to
/// @param via gateways it came through
public record CallRequest(
        RawRequest raw,
        Caller caller,
        Tenant tenant,
        Regions regions,
        String requestId,
        TraceParent trace,
        Via via) {

    /// One that comes from its client.
    public CallRequest(
            RawRequest raw,
            Caller caller,
            Tenant tenant,
            Regions regions,
            String requestId,
            TraceParent trace) {
        this(raw, caller, tenant, regions, requestId, trace, Via.fresh());
    }
}
