package dev.passerelle.gateway.admission.redis;

/// Redis doesn't answer, or not as it should.
final class RedisUnavailable extends Exception {
    private static final long serialVersionUID = 1L;

    RedisUnavailable(String why) {
        super(why);
    }
}
