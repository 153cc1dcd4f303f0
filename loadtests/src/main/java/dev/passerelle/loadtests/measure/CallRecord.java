package dev.passerelle.loadtests.measure;

/// All that is known of one request that is over.
///
/// @param number of the request, from 0 in the order of beginning
/// @param conversation its number, from 0
/// @param turn in its conversation, from 0
/// @param kind the name of its traffic
/// @param failure what failed, in a few words that group (`http 429 rate_limit_exceeded`,
///   `timeout`, `connection refused`, `stream ended without [DONE]`); empty where nothing did
/// @param status of HTTP; 0 where no answer came
/// @param arrivals when each event with output came, nanoseconds since the run's start
/// @param cache what `x-cache` said (`hit`, `miss`, `bypass`, ...); empty for nothing
/// @param requestId what `x-request-id` said; empty for nothing
@SuppressWarnings("ArrayRecordComponent") // one of each request, of thousands a second
public record CallRecord(
        long number,
        long conversation,
        int turn,
        String kind,
        Outcome outcome,
        String failure,
        int status,
        Moments moments,
        Tokens tokens,
        long[] arrivals,
        ServerTiming timing,
        String cache,
        String requestId) {}
