package dev.passerelle.loadtests.client;

import dev.passerelle.loadtests.measure.CallRecord;

/// A request that is over.
///
/// @param answer its text where it was to be kept and there is one, else empty
public record Called(CallRecord record, String answer) {}
