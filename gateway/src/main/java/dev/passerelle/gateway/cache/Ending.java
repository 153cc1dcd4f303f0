package dev.passerelle.gateway.cache;

import dev.passerelle.gateway.answer.DeploymentFailure;
import dev.passerelle.gateway.answer.Tokens;
import dev.passerelle.gateway.openai.ApiException;
import dev.passerelle.runtime.InferenceException;
import org.jspecify.annotations.Nullable;

/// How the work on an answer ended.
///
/// @param failure absent if the answer is complete
/// @param tokens what is to be paid for
/// @param keepable whether others may be given the answer
record Ending(@Nullable Throwable failure, Tokens tokens, boolean keepable) {

    static Ending failed(Throwable failure, Tokens tokens) {
        return new Ending(failure, tokens, false);
    }

    /// Whether it says nothing to others who ask the same: it is about who asked.
    boolean concernsOneCaller() {
        return switch (failure) {
            case null -> false;
            case ApiException refusal -> concernsOneCaller(refusal);
            case InferenceException.Cancelled _ -> true;
            case InterruptedException _ -> true;
            default -> false;
        };
    }

    private static boolean concernsOneCaller(ApiException refusal) {
        return switch (refusal) {
            case ApiException.RateLimited _,
                    ApiException.QuotaExceeded _,
                    ApiException.LimitsUnavailable _,
                    ApiException.Forbidden _,
                    ApiException.Unauthenticated _,
                    ApiException.AuthenticationUnavailable _,
                    ApiException.ModelNotFound _ ->
                    true;
            default -> false;
        };
    }

    /// Throws what whoever asked meets.
    void raiseToCaller() throws InterruptedException {
        if (failure instanceof InterruptedException) {
            throw new InterruptedException();
        }
        raise();
    }

    /// Throws what whoever reads on meets.
    void raise() {
        switch (failure) {
            case null -> {}
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            default ->
                    throw new DeploymentFailure(
                            DeploymentFailure.Kind.BROKEN, "The answer broke off.", null, failure);
        }
    }
}
