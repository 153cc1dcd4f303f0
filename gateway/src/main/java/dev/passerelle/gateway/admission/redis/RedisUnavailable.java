package dev.passerelle.gateway.admission.redis;

/// Redis doesn't answer, or not as it should.
class RedisUnavailable extends Exception {
    private static final long serialVersionUID = 1L;

    private final String why;

    RedisUnavailable(String why) {
        super(why);
        this.why = why;
    }

    String why() {
        return why;
    }

    /// Nobody waits for the answer any more; that says nothing of Redis.
    static final class Interrupted extends RedisUnavailable {
        private static final long serialVersionUID = 1L;

        Interrupted() {
            super("interrupted");
        }
    }
}
