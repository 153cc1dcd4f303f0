package dev.passerelle.gateway.admission;

import dev.passerelle.gateway.tenancy.Measure;

/// Where something is counted.
record Place(Scope scope, Measure measure) {

    static Place of(Limit limit) {
        return new Place(limit.scope(), limit.measure());
    }
}
