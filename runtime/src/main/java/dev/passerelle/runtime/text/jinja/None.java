package dev.passerelle.runtime.text.jinja;

/// Python's `None`.
enum None {
    NONE
}
