package dev.passerelle.gateway.answer;

/// A header of an answer.
public record Note(String name, String value) {}
