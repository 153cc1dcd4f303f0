package dev.passerelle.gateway.openai;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// A quick hash of bytes, for telling conversations apart; not against an adversary.
final class Hash64 {
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long FACTOR = 0x9e3779b97f4a7c15L;

    private Hash64() {}

    static long of(byte[] bytes, int start, int end) {
        long hash = (long) end - start;
        int at = start;
        for (; at + 8 <= end; at += 8) {
            hash = mixed(hash ^ (long) LONGS.get(bytes, at));
        }
        for (; at < end; at++) {
            hash = mixed(hash ^ bytes[at]);
        }
        return mixed(hash);
    }

    private static long mixed(long value) {
        long product = value * FACTOR;
        return product ^ (product >>> 32);
    }
}
