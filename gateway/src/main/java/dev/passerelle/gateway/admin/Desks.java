package dev.passerelle.gateway.admin;

/// Where administrators are served.
public record Desks(KeyDesk keys, UsageDesk usage, AuditDesk audit) {}
