package dev.passerelle.gateway.openai;

import java.util.List;

/// A model as `GET /v1/models` shows it.
///
/// @param created seconds since the epoch
public record WireModel(String id, String object, long created, String ownedBy) {

    public static WireModel of(String id, long created, String ownedBy) {
        return new WireModel(id, "model", created, ownedBy);
    }

    public byte[] encode() {
        return Json.bytes(this);
    }

    public static byte[] encode(List<WireModel> models) {
        return Json.bytes(new Listing("list", models));
    }

    private record Listing(String object, List<WireModel> data) {}
}
