package dev.passerelle.runtime.text.jinja;

/// Something a template can call.
@FunctionalInterface
interface Function {
    Object call(Arguments arguments);
}
