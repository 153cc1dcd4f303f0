package dev.passerelle.runtime.tools;

/// What an answer turns out to be, in order.
interface AnswerSink {

    void content(String text);

    void reasoning(String text);

    void callBegins(String name);

    /// More of the arguments of the call that began last.
    void arguments(String json);

    /// The call that began last is complete.
    void callEnds();
}
