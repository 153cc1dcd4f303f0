package dev.passerelle.gateway.answer;

/// Who answers.
///
/// @param model served id
/// @param revision commit of its files; empty if it runs elsewhere
/// @param deployment the deployment's name
/// @param region where it runs; empty if nobody said
public record Origin(String model, String revision, String deployment, String region) {}
