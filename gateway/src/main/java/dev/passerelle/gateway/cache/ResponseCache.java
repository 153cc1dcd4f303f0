package dev.passerelle.gateway.cache;

import dev.passerelle.gateway.answer.Answer;
import dev.passerelle.gateway.answer.CallRequest;
import dev.passerelle.gateway.answer.Origin;
import dev.passerelle.gateway.answer.Tokens;
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

        /// Asks for one, and pays for it. May be called on another thread than the cache's, while
        /// that waits.
        Answer answer() throws InterruptedException;

        /// An answer is given again, which begins next: takes from the caller's limits what that
        /// costs beside the request.
        ///
        /// @param origin who gave it first
        /// @param cost tokens to take before it is given; [Tokens#NONE] if it costs none
        /// @throws dev.passerelle.gateway.openai.ApiException if a limit has no room for them
        default void again(Origin origin, Tokens cost) {}
    }
}
