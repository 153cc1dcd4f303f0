package dev.passerelle.gateway.routing;

/// Which deployments there are, and how one of them is found for a call.
public record Routing(Router router, Dispatcher dispatcher) {}
