package dev.passerelle.gateway.config;

import dev.passerelle.gateway.tenancy.Limits;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// The whole configuration, checked.
///
/// @param memoryBudget bytes that models may take together; absent means a share of the machine's
/// @param models what is served; ids and aliases are unique
public record GatewayConfig(
        ServerConfig server,
        AdmissionConfig admission,
        LimitsConfig limits,
        StorageConfig storage,
        @Nullable Long memoryBudget,
        List<ModelConfig> models) {

    public GatewayConfig {
        models = List.copyOf(models);
    }

    /// The same with the models changed.
    public GatewayConfig map(UnaryOperator<ModelConfig> change) {
        return new GatewayConfig(
                server,
                admission,
                limits,
                storage,
                memoryBudget,
                models.stream().map(change).toList());
    }

    /// Whether anybody or any model is limited.
    public boolean limited() {
        return !limits.equals(LimitsConfig.NONE)
                || models.stream().anyMatch(model -> !model.limits().equals(Limits.NONE));
    }
}
