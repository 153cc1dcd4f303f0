package dev.passerelle.gateway.openai;

/// What becomes of a request parameter.
public enum Treatment {
    /// It has the effect its documentation promises.
    HONOURED,
    /// It is accepted and has no effect, which does no harm.
    IGNORED,
    /// A value that asks for something this server can't do is an error; null and the default pass.
    REFUSED
}
