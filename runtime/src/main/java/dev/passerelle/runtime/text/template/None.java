package dev.passerelle.runtime.text.template;

/// Python's `None`.
enum None {
    NONE
}
