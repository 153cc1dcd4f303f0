package dev.passerelle.gateway.backend;

import java.time.Duration;

/// What a request for a model that isn't loaded sets going.
interface Demand {

    /// Sets nothing going: somebody else loads.
    Demand NONE = model -> Duration.ofSeconds(5);

    /// Begins to load the model unless that is under way or was tried and failed just now.
    ///
    /// @return when it makes sense to ask again
    Duration demanded(ServedModel model);
}
