package dev.passerelle.gateway.openai;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A model as `GET /v1/models` shows it.
///
/// @param created seconds since the epoch
/// @param root of an adapted model the model it is made of, as vLLM shows it; absent otherwise
/// @param parent the same
@JsonInclude(JsonInclude.Include.NON_NULL)
public record WireModel(
        String id,
        String object,
        long created,
        String ownedBy,
        @Nullable String root,
        @Nullable String parent) {

    public static WireModel of(String id, long created, String ownedBy, @Nullable String base) {
        return new WireModel(id, "model", created, ownedBy, base, base);
    }

    public byte[] encode() {
        return Json.bytes(this);
    }

    public static byte[] encode(List<WireModel> models) {
        return Json.bytes(new Listing("list", models));
    }

    private record Listing(String object, List<WireModel> data) {}
}
