package dev.passerelle.gateway.http;

import dev.passerelle.gateway.admission.Admission;
import dev.passerelle.gateway.config.AdmissionConfig;
import dev.passerelle.gateway.config.GatewayConfig;
import dev.passerelle.gateway.keys.Authenticator;
import dev.passerelle.gateway.tenancy.Caller;
import dev.passerelle.gateway.usage.Ledger;
import dev.passerelle.gateway.usage.Transcripts;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

/// What stands before every call, and what is kept of it. Whoever made the parts closes them, after
/// the gateway.
///
/// @param authenticator tells who calls
/// @param admission what they may take
/// @param ledger what they took
/// @param access what is shown to those without a key
/// @param transcripts where
/// @param ledgerBacklog records that haven't reached the database yet
public record Door(
        Authenticator authenticator,
        Admission admission,
        Ledger ledger,
        AtomicReference<AdmissionConfig> access,
        Transcripts transcripts,
        LongSupplier ledgerBacklog) {

    public Door(
            Authenticator authenticator,
            Admission admission,
            Ledger ledger,
            AdmissionConfig access,
            Transcripts transcripts,
            LongSupplier ledgerBacklog) {
        this(
                authenticator,
                admission,
                ledger,
                new AtomicReference<>(access),
                transcripts,
                ledgerBacklog);
    }

    /// Lets everybody in, limits nothing and keeps nothing.
    public static Door open() {
        return new Door(
                Authenticator.OPEN,
                Admission.unlimited(),
                Ledger.NONE,
                AdmissionConfig.OPEN,
                Transcripts.NONE,
                () -> 0);
    }

    /// Lets everybody do everything: for a place that only the owner can reach.
    static Door ofOwner() {
        return new Door(
                (_, _) -> Caller.LOCAL,
                Admission.unlimited(),
                Ledger.NONE,
                AdmissionConfig.OPEN,
                Transcripts.NONE,
                () -> 0);
    }

    /// From here on takes and shows what a newer configuration says.
    public void apply(GatewayConfig config) {
        access.set(config.admission());
        admission.update(config.limits());
    }
}
