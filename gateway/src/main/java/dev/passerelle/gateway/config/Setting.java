package dev.passerelle.gateway.config;

/// A value as somebody wrote it.
///
/// @param place where, for messages: `passerelle.yaml:4`, `environment variable X`, `--port`
record Setting(String text, String place) {}
