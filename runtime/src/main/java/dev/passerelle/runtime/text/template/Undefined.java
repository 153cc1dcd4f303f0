package dev.passerelle.runtime.text.template;

/// What a name or a key that doesn't exist stands for. It prints as nothing, is false, and can't be
/// used further.
///
/// @param complaint what to say to who uses it
record Undefined(String complaint) {

    static Undefined name(String name) {
        return new Undefined("'%s' is undefined".formatted(name));
    }

    static Undefined attribute(Object base, Object name) {
        return new Undefined(
                "'%s object' has no attribute '%s'".formatted(Values.type(base), name));
    }
}
