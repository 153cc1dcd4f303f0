package dev.passerelle.gateway.keys;

import dev.passerelle.gateway.openai.ApiException;
import dev.passerelle.gateway.tenancy.Caller;
import org.jspecify.annotations.Nullable;

/// Tells who calls.
@FunctionalInterface
public interface Authenticator {

    /// Lets everybody in.
    Authenticator OPEN = (authorization, address) -> Caller.ANYONE;

    /// @param authorization the request's `Authorization` header
    /// @param address where the request comes from, as text; many wrong keys from one are answered
    ///   ever more slowly
    /// @throws ApiException.Unauthenticated if the key is missing, wrong or has ended
    Caller authenticate(@Nullable String authorization, String address) throws InterruptedException;
}
