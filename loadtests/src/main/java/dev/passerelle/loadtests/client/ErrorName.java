package dev.passerelle.loadtests.client;

import tools.jackson.databind.JsonNode;

/// The name a server gives an error: its code or type, never its message, which may hold anything.
final class ErrorName {
    private static final int MOST = 60;

    private ErrorName() {}

    /// What goes before, and the name where there is one.
    static String after(String before, JsonNode json) {
        JsonNode error = json.path("error");
        for (JsonNode said : new JsonNode[] {error, json}) {
            for (String key : new String[] {"code", "type", "error_type"}) {
                String name = name(said.path(key));
                if (!name.isEmpty()) {
                    return before + " " + name;
                }
            }
        }
        return before;
    }

    static String after(String before, byte[] bytes, int from, int to) {
        try {
            return after(before, EventJson.parse(bytes, from, to));
        } catch (BrokenAnswer e) {
            return before;
        }
    }

    /// Words only: a number says nothing that the status does not.
    private static String name(JsonNode said) {
        String name = said.isString() ? said.stringValue().strip() : "";
        boolean isName =
                name.length() <= MOST
                        && name.chars().anyMatch(Character::isLetter)
                        && name.chars().allMatch(ErrorName::mayBeIn);
        return isName ? name : "";
    }

    private static boolean mayBeIn(int c) {
        return (c < 128 && Character.isLetterOrDigit(c)) || c == '_' || c == '-' || c == '.';
    }
}
