package dev.passerelle.loadtests.result;

/// Where the generator ran.
public record Machine(String os, String java, int processors, long memoryBytes) {}
