package dev.passerelle.gateway.keys;

import dev.passerelle.gateway.openai.ApiException;
import dev.passerelle.gateway.tenancy.Caller;
import org.jspecify.annotations.Nullable;

/// Tells callers by the API key or token in `Authorization: Bearer …`, and slows down those who
/// guess.
public final class BearerAuthenticator implements Authenticator {
    private static final String SCHEME = "Bearer ";
    private static final Verdict UNKNOWN =
            new Verdict.Wrong(
                    "What follows 'Bearer' in the Authorization header is no API key of this gateway: they begin with '"
                            + KeyText.START
                            + "'.");

    private final KeyAuthenticator keys;
    private final @Nullable JwtAuthenticator tokens;
    private final WrongKeyDelays delays;

    BearerAuthenticator(
            KeyAuthenticator keys, @Nullable JwtAuthenticator tokens, WrongKeyDelays delays) {
        this.keys = keys;
        this.tokens = tokens;
        this.delays = delays;
    }

    @Override
    public Caller authenticate(@Nullable String authorization, String address)
            throws InterruptedException {
        return switch (judge(bearer(authorization))) {
            case Verdict.Right right -> right.caller();
            case Verdict.Ended ended -> throw new ApiException.Unauthenticated(ended.message());
            case Verdict.Wrong wrong -> {
                delays.wrong(address);
                throw new ApiException.Unauthenticated(wrong.message());
            }
        };
    }

    private Verdict judge(String text) {
        if (text.startsWith(KeyText.START)) {
            return keys.judge(text);
        }
        return tokens != null && looksLikeToken(text) ? tokens.judge(text) : UNKNOWN;
    }

    /// A signed token is three parts with dots between.
    private static boolean looksLikeToken(String text) {
        int first = text.indexOf('.');
        int second = text.indexOf('.', first + 1);
        return first > 0 && second > first && text.indexOf('.', second + 1) < 0;
    }

    private static String bearer(@Nullable String authorization) {
        String text = authorization == null ? "" : authorization.strip();
        if (text.isEmpty() || text.equalsIgnoreCase("Bearer")) {
            throw new ApiException.Unauthenticated(
                    "You didn't provide an API key: send it in the header 'Authorization: Bearer YOUR_KEY'.");
        }
        if (!text.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            throw new ApiException.Unauthenticated(
                    "The Authorization header isn't understood: it has to be 'Bearer YOUR_KEY'.");
        }
        return text.substring(SCHEME.length()).strip();
    }
}
