package dev.passerelle.runtime.text.template;

/// Something a template can call.
@FunctionalInterface
interface Function {
    Object call(Arguments arguments);
}
