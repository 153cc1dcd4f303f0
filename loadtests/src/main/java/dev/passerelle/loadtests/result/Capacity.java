package dev.passerelle.loadtests.result;

/// What a sweep found.
///
/// @param knee requests a second up to which latency grows slowly: where throughput divided by
///   latency (Kleinrock's power) is highest
/// @param sustained the highest rate that met the objectives; 0 where none did
/// @param saturation the highest rate of answers seen
public record Capacity(double knee, double sustained, double saturation) {}
