package dev.passerelle.runtime.ort.capi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ByteProductsTest {

    @Test
    void overflowOnX64WithoutVnni() {
        assertThat(ByteProducts.overflow("amd64", flags("fpu avx2 fma"))).isTrue();
        assertThat(ByteProducts.overflow("amd64", flags("fpu avx2 avx512_vnni"))).isFalse();
        assertThat(ByteProducts.overflow("x86_64", flags("fpu avx2 avx_vnni fma"))).isFalse();
        assertThat(ByteProducts.overflow("amd64", List.of())).isTrue();
        assertThat(ByteProducts.overflow("aarch64", flags("asimddp"))).isFalse();
    }

    private static List<String> flags(String flags) {
        return List.of("processor\t: 0", "flags\t\t: " + flags, "bugs\t\t: none");
    }
}
