package dev.passerelle.gateway.admission;

import dev.passerelle.gateway.tenancy.Measure;

/// How much one scope may take of one thing.
///
/// @param capacity in the measure's unit
public record Limit(Scope scope, Measure measure, long capacity) {}
