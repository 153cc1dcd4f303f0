package dev.passerelle.gateway;

import dev.passerelle.gateway.admission.Admission;
import dev.passerelle.gateway.admission.Limiter;
import dev.passerelle.gateway.config.AdmissionConfig;
import dev.passerelle.gateway.config.LimitsConfig;
import dev.passerelle.gateway.http.Door;
import dev.passerelle.gateway.openai.ApiException.Unauthenticated;
import dev.passerelle.gateway.tenancy.Caller;
import dev.passerelle.gateway.tenancy.Limits;
import dev.passerelle.gateway.tenancy.Measure;
import dev.passerelle.gateway.tenancy.Project;
import dev.passerelle.gateway.tenancy.Role;
import dev.passerelle.gateway.usage.Transcript;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/// A door whose keys a test gives out: `key-NAME` is the key of a caller `NAME`. Nothing is shown
/// to those without one.
public final class FakeDoor {
    public static final Project ACME = new Project("acme", "web");
    private static final AdmissionConfig CLOSED =
            new AdmissionConfig(AdmissionConfig.Mode.KEYS, null, null, false, false);

    private final Map<String, Caller> callers = new HashMap<>();
    private Limiter limiter = new FakeLimiter();
    private LimitsConfig limits = LimitsConfig.NONE;
    private AdmissionConfig access = CLOSED;

    public final RecordingLedger ledger = new RecordingLedger();
    public final BlockingQueue<Transcript> transcripts = new LinkedBlockingQueue<>();

    /// A key of a member of [#ACME] with a limit.
    public FakeDoor member(String name, Measure measure, long capacity) {
        return caller(name, Role.MEMBER, new Limits(Map.of(measure, capacity)));
    }

    /// A key of [#ACME].
    public FakeDoor caller(String name, Role role) {
        return caller(name, role, Limits.NONE);
    }

    public FakeDoor caller(String name, Role role, Limits limited) {
        return caller(new Caller(name, ACME, role, Set.of(), Set.of(), limited));
    }

    public FakeDoor caller(Caller caller) {
        callers.put("Bearer key-" + caller.key(), caller);
        return this;
    }

    public FakeDoor limiter(Limiter counts) {
        limiter = counts;
        return this;
    }

    public FakeDoor limits(LimitsConfig config) {
        limits = config;
        return this;
    }

    /// Shows catalogue and metrics to everybody.
    public FakeDoor showing() {
        access = new AdmissionConfig(AdmissionConfig.Mode.KEYS, null, null, true, true);
        return this;
    }

    public Door door() {
        return new Door(
                (authorization, _) -> authenticate(authorization),
                new Admission(limits, limiter),
                ledger,
                access,
                transcripts::add,
                () -> 3);
    }

    private Caller authenticate(@Nullable String authorization) {
        Caller caller = callers.get(String.valueOf(authorization));
        if (caller == null) {
            throw new Unauthenticated("Wrong key: make one with './passerelle keys create'.");
        }
        return caller;
    }
}
