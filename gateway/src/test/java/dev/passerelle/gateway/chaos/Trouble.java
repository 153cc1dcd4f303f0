package dev.passerelle.gateway.chaos;

import dev.passerelle.gateway.upstream.Script;
import dev.passerelle.gateway.upstream.Wire;
import java.util.Set;

/// What an upstream may do, and what its client is to see if no other one can help.
@SuppressWarnings("ImmutableEnumChecker") // scripts are played, never changed
enum Trouble {
    NONE(Script.answering("A", "B"), End.RIGHT, End.RIGHT),
    CLOSES_AFTERWARDS(Script.answering("A", "B").thenClose(), End.RIGHT, End.RIGHT),
    CLOSE_DELIMITED(Script.closeDelimited("A", "B"), End.RIGHT, End.RIGHT),
    TRICKLE(Script.answering("A", "B").trickled(), End.RIGHT, End.RIGHT),
    REFUSES(Script.answering("A"), 502, "upstream_failed"),
    RESETS_CONNECTIONS(Script.answering("A"), 502, "upstream_failed"),
    RESET(Script.reset(), 502, "upstream_failed"),
    CLOSES(Script.closing(), 502, "upstream_failed"),
    ERROR_500(Script.status(500), 502, "upstream_failed"),
    ERROR_503(Script.status(503), 502, "upstream_failed"),
    LIMITED(Script.status(429, "Retry-After: 2"), 503, "upstream_rate_limited"),
    WRONG_KEY(Script.status(401), 502, "upstream_failed"),
    UNKNOWN_MODEL(Script.json(404, Wire.UNKNOWN_MODEL), 502, "upstream_failed"),
    SILENT(Script.silent(), 504, "upstream_timeout"),
    HEAD_ONLY(Script.headOnly(), 504, "upstream_timeout"),
    HANGS_LATER(Script.hangingAfter(2), End.BREAKS_OFF, 504, "upstream_timeout"),
    CUT_AT_ONCE(Script.cutAfter(0), 502, "upstream_failed"),
    CUT_IN_FIRST_CHUNK(Script.cutInChunkAfter(0), 502, "upstream_failed"),
    CUT_IN_CHUNK(Script.cutInChunkAfter(2), End.BREAKS_OFF, 502, "upstream_failed"),
    CUT(Script.cutAfter(2), End.BREAKS_OFF, 502, "upstream_failed"),
    ENDS_EARLY(Script.endingAfter(2), End.BREAKS_OFF, 502, "upstream_failed"),
    ERROR_AT_ONCE(Script.errorAfter(0), 502, "upstream_failed"),
    ERROR_LATER(Script.errorAfter(2), End.BREAKS_OFF, 502, "upstream_failed"),
    GARBAGE(Script.garbage(), 502, "upstream_failed"),
    GARBAGE_JSON(Script.garbageJson(), 502, "upstream_failed"),
    PAGE(Script.page(), 502, "upstream_failed"),
    ENDLESS_LINE(Script.endlessLine(), 502, "upstream_failed"),
    HUGE_HEADER(Script.hugeHeader(), 502, "upstream_failed");

    /// How an answer ends.
    enum End {
        /// As if nothing had been the matter.
        RIGHT,
        /// With an error in place of an answer.
        ERROR,
        /// With an error event after what was delivered.
        BREAKS_OFF
    }

    final Script script;
    final End streamed;
    final End whole;
    final int status;
    final String code;

    Trouble(Script script, End streamed, End whole, int status, String code) {
        this.script = script;
        this.streamed = streamed;
        this.whole = whole;
        this.status = status;
        this.code = code;
    }

    Trouble(Script script, End streamed, End whole) {
        this(script, streamed, whole, 200, "");
    }

    Trouble(Script script, End streamed, int status, String code) {
        this(script, streamed, End.ERROR, status, code);
    }

    Trouble(Script script, int status, String code) {
        this(script, End.ERROR, End.ERROR, status, code);
    }

    /// Whether one such answer suffices to leave its deployment alone for a while.
    boolean opensAtOnce() {
        return this == LIMITED || this == WRONG_KEY || this == UNKNOWN_MODEL;
    }

    /// Who else can answer.
    enum Help {
        ALONE,
        /// Another model fills in.
        FALLBACK,
        /// Another deployment is asked too when this one takes long.
        HEDGE
    }

    /// How the answer may end for a client that stays.
    Set<End> ends(boolean stream, Help help) {
        End end = stream ? streamed : whole;
        return switch (help) {
            case ALONE -> Set.of(end);
            case FALLBACK -> Set.of(end == End.ERROR ? End.RIGHT : end);
            case HEDGE -> end == End.BREAKS_OFF ? Set.of(End.RIGHT, end) : Set.of(End.RIGHT);
        };
    }
}
