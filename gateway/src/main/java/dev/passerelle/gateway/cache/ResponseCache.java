package dev.passerelle.gateway.cache;

import dev.passerelle.gateway.answer.Answer;
import dev.passerelle.gateway.answer.CallRequest;
import dev.passerelle.gateway.routing.RoutedModel;

/// Gives answers again.
public interface ResponseCache extends AutoCloseable {

    /// Keeps nothing.
    ResponseCache NONE =
            new ResponseCache() {
                @Override
                public Answer answer(RoutedModel model, CallRequest call, Wish wish, Source source)
                        throws InterruptedException {
                    return source.answer();
                }

                @Override
                public void close() {}
            };

    /// An answer that was given before, or one from the source, which is kept if it may be.
    ///
    /// @param wish what the client asked for
    Answer answer(RoutedModel model, CallRequest call, Wish wish, Source source)
            throws InterruptedException;

    @Override
    void close();

    /// The header `x-passerelle-cache`.
    enum Wish {
        /// Not sent: requests with one likely answer only.
        DEFAULT,
        ON,
        OFF
    }

    /// Where answers come from.
    @FunctionalInterface
    interface Source {
        Answer answer() throws InterruptedException;
    }
}
