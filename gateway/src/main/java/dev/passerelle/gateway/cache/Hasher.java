package dev.passerelle.gateway.cache;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/// Hashes values so that no two sequences of different ones are hashed alike.
final class Hasher {
    private final MessageDigest digest;
    private final ByteBuffer number = ByteBuffer.allocate(Long.BYTES);

    Hasher() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    Hasher add(long value) {
        number.clear().putLong(value);
        digest.update(number.array());
        return this;
    }

    /// By its chars, since halves of surrogate pairs have no UTF-8.
    Hasher add(String value) {
        add(value.length());
        ByteBuffer chars = ByteBuffer.allocate(value.length() * Character.BYTES);
        chars.asCharBuffer().put(value);
        digest.update(chars.array());
        return this;
    }

    Hasher add(Collection<String> values) {
        add(values.size());
        values.forEach(this::add);
        return this;
    }

    /// Objects with their keys in order, numbers by their value.
    ///
    /// @param without keys left out of it, not of what is in it
    Hasher add(JsonNode node, Set<String> without) {
        switch (node.getNodeType()) {
            case OBJECT -> object(node, without);
            case ARRAY -> {
                kind('[');
                add(node.size());
                node.forEach(element -> add(element, Set.of()));
            }
            case STRING -> {
                kind('"');
                add(node.stringValue());
            }
            case NUMBER -> decimal(node.decimalValue());
            case BOOLEAN -> kind(node.booleanValue() ? 't' : 'f');
            case NULL, MISSING, BINARY, POJO -> kind('n');
        }
        return this;
    }

    private void object(JsonNode node, Set<String> without) {
        TreeMap<String, JsonNode> fields = new TreeMap<>();
        node.forEachEntry((key, value) -> {
            if (!without.contains(key)) {
                fields.put(key, value);
            }
        });
        kind('{');
        add(fields.size());
        fields.forEach((key, value) -> add(key).add(value, Set.of()));
    }

    private void decimal(BigDecimal value) {
        BigDecimal shortest = value.stripTrailingZeros();
        kind('#');
        add(shortest.scale());
        byte[] digits = shortest.unscaledValue().toByteArray();
        add(digits.length);
        digest.update(digits);
    }

    private void kind(char kind) {
        digest.update((byte) kind);
    }

    Digest digest() {
        return Digest.of(digest.digest());
    }
}
