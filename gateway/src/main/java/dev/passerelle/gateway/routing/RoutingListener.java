package dev.passerelle.gateway.routing;

import dev.passerelle.gateway.answer.DeploymentFailure;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Hears what happens between deployments, for metrics. Called on calls' threads.
public interface RoutingListener {
    RoutingListener NONE = new RoutingListener() {};

    /// What asking a deployment came to.
    enum Outcome {
        ANSWERED,
        FAILED,
        /// It isn't the deployment's fault: the request's, or the caller's limits'.
        REFUSED,
        /// Its own limits had no room, or its queue.
        NO_ROOM,
        /// Nobody waits for it any more.
        CANCELLED;

        /// The name on the wire.
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// What became of a copy.
    enum Copied {
        ANSWERED,
        FAILED,
        /// Too many others were under way.
        SKIPPED;

        /// The name on the wire.
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// @param kind what went wrong, if that is known
    /// @param nanos until the first part was there, or none was to come
    default void asked(
            Deployment deployment,
            Outcome outcome,
            DeploymentFailure.@Nullable Kind kind,
            long nanos) {}

    /// An answer broke off after its first part.
    default void brokeOff(Deployment deployment, DeploymentFailure.Kind kind) {}

    /// A call that failed elsewhere goes to this one.
    default void retried(Deployment next) {}

    /// A call wasn't tried again since too many were.
    default void retriesSpent(String model) {}

    /// A call goes to another model's deployments.
    default void fellBack(String from, String to) {}

    /// A call was sent to a second deployment since the first took long.
    ///
    /// @param won whether the second answered first
    default void hedged(Deployment second, boolean won) {}

    default void copied(Deployment shadow, Copied outcome) {}

    default void changed(
            Deployment deployment, DeploymentStatus.State from, DeploymentStatus.State to) {}
}
