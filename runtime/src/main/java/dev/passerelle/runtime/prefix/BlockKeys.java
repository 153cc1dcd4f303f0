package dev.passerelle.runtime.prefix;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;

/// Names of the whole blocks of tokens that a sequence begins with. Two blocks have the same name
/// only if they and all before them are the same tokens, in the same scope.
///
/// A name is the first half of SHA-256 over the name before it, whole, and the block's tokens as
/// 32-bit integers; the first follows the hash of the scope. Nobody can make two sequences whose
/// names meet.
public final class BlockKeys {

    /// Tokens of a block: so many at most are read again although they are known.
    public static final int TOKENS = 16;

    private final MessageDigest sha256 = sha256();
    private final List<Key> keys = new ArrayList<>();
    private final ByteBuffer tokens = ByteBuffer.allocate(TOKENS * Integer.BYTES);
    private byte[] last;

    record Key(long high, long low) {}

    /// @param scope sequences of different scopes share nothing
    public BlockKeys(String scope) {
        last = sha256.digest(scope.getBytes(StandardCharsets.UTF_8));
    }

    /// Names the whole blocks within the first `length` tokens.
    ///
    /// @param token gives the token at an index; what it gave before it must always give
    public void cover(IntUnaryOperator token, int length) {
        while ((keys.size() + 1) * TOKENS <= length) {
            int first = keys.size() * TOKENS;
            for (int i = 0; i < TOKENS; i++) {
                tokens.putInt(i * Integer.BYTES, token.applyAsInt(first + i));
            }
            sha256.update(last);
            last = sha256.digest(tokens.array());
            ByteBuffer hash = ByteBuffer.wrap(last);
            keys.add(new Key(hash.getLong(), hash.getLong()));
        }
    }

    /// Blocks named so far.
    public int count() {
        return keys.size();
    }

    /// How many of the first `most` blocks are those of another sequence.
    public int common(BlockKeys other, int most) {
        int bound = Math.min(most, Math.min(count(), other.count()));
        int common = 0;
        while (common < bound && keys.get(common).equals(other.keys.get(common))) {
            common++;
        }
        return common;
    }

    Key key(int block) {
        return keys.get(block);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-256", e);
        }
    }
}
