package dev.passerelle.gateway.catalogue;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.passerelle.gateway.backend.ModelState;
import dev.passerelle.gateway.backend.ModelStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A model as the catalogue shows it. What is unknown or doesn't apply is absent.
///
/// @param created seconds since the epoch
/// @param task as Hugging Face names it
/// @param contextLength tokens a request may take as it is served here
/// @param trainedContextLength tokens the model was made for
/// @param commit of a model from the hub
/// @param revision of any other that has one
/// @param digestsVerified whether every file was compared with its digest on this machine
/// @param source of what runs here, as `digestsVerified`, `load` and `pinned`
/// @param load when it is loaded: `start` or `first-use`
/// @param deployments that answer; absent if it runs here and nowhere else
@JsonInclude(JsonInclude.Include.NON_NULL)
record CatalogueEntry(
        String id,
        String object,
        List<String> aliases,
        long created,
        @Nullable String task,
        @Nullable Modalities modalities,
        @Nullable List<String> capabilities,
        @Nullable Integer embeddingDimensions,
        @Nullable String architecture,
        @Nullable Long parameters,
        @Nullable Integer contextLength,
        @Nullable Integer trainedContextLength,
        @Nullable Size size,
        @Nullable String quantisation,
        @Nullable String precision,
        @Nullable String licence,
        @Nullable String licenceLink,
        @Nullable List<String> languages,
        @Nullable List<String> baseModels,
        @Nullable List<String> tags,
        @Nullable String summary,
        @Nullable String source,
        @Nullable String commit,
        @Nullable String revision,
        @Nullable Boolean digestsVerified,
        State state,
        @Nullable Update update,
        @Nullable String load,
        @Nullable Boolean pinned,
        @Nullable String region,
        @Nullable Price price,
        @Nullable List<Place> deployments) {

    /// A deployment, without what only the operator may know: its address, its key, the model's
    /// name there.
    ///
    /// @param state `up` or `out`
    /// @param price what callers pay there; absent if it costs nothing or the model has one price
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Place(String name, @Nullable String region, String state, @Nullable Price price) {}

    /// What goes in and what comes out.
    record Modalities(List<String> input, List<String> output) {}

    /// Bytes.
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Size(@Nullable Long disk, @Nullable Long memory) {}

    /// How far it is; bytes of a download, the reason of a failure.
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record State(
            String phase, @Nullable Long bytes, @Nullable Long total, @Nullable String reason) {

        static State of(Offered offered) {
            return offered.status() == null
                    ? new State(offered.phase(), null, null, null)
                    : of(offered.status().state());
        }

        static State of(ModelState state) {
            return switch (state) {
                case ModelState.Downloading(long bytes, long total) ->
                        new State(state.phase(), bytes, total == 0 ? null : total, null);
                case ModelState.Failed(String reason) ->
                        new State(state.phase(), null, null, reason);
                default -> new State(state.phase(), null, null, null);
            };
        }
    }

    /// A newer revision on its way.
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Update(@JsonUnwrapped State state, @Nullable String commit, String since) {

        static @Nullable Update of(ModelStatus.@Nullable Update update) {
            return update == null
                    ? null
                    : new Update(
                            State.of(update.state()), update.commit(), update.since().toString());
        }
    }

    /// What so many tokens cost.
    record Price(String prompt, String completion, String currency, int perTokens) {
        private static final int MILLION = 1_000_000;

        static @Nullable Price of(dev.passerelle.gateway.config.@Nullable Price price) {
            return price == null
                    ? null
                    : new Price(
                            price.prompt().toPlainString(),
                            price.completion().toPlainString(),
                            price.currency(),
                            MILLION);
        }
    }
}
