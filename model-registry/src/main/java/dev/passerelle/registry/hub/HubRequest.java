package dev.passerelle.registry.hub;

import java.net.URI;
import java.time.Duration;
import java.util.Map;

/// A request to the hub, whose redirects are to be followed.
///
/// @param subject what it is about, for messages: the repository, and file if it is one
/// @param timeout longest time without a byte
record HubRequest(
        String method, URI uri, String subject, Map<String, String> headers, Duration timeout) {

    /// Looks at each answer on the way, redirects too.
    interface Hop {

        /// Follows redirects to their end.
        Hop FOLLOW = _ -> false;

        /// @return whether the answer tells enough, although it redirects
        /// @throws HubException if it must not be followed
        boolean suffices(Answer answer) throws HubException;
    }
}
