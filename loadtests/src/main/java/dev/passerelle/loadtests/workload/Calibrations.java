package dev.passerelle.loadtests.workload;

import java.util.List;
import java.util.Map;

/// What was found by asking the server.
///
/// @param byKind of each traffic, by its name
/// @param notes for the report
public record Calibrations(Map<String, Calibration> byKind, List<String> notes) {
    public Calibrations {
        byKind = Map.copyOf(byKind);
        notes = List.copyOf(notes);
    }
}
