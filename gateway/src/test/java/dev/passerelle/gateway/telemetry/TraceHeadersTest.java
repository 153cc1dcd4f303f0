package dev.passerelle.gateway.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.passerelle.gateway.answer.TraceParent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceHeadersTest {
    private static final String VALID = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    @Test
    void passesOnWhatIsValid() {
        assertThat(Telemetry.NONE.begin(VALID, "a=1,b=2").parent())
                .isEqualTo(new TraceParent(VALID, "a=1,b=2"));
        assertThat(TraceHeaders.read(VALID, null)).isEqualTo(new TraceParent(VALID, ""));
        String later = "cc" + VALID.substring(2) + "-what-comes-later";
        assertThat(TraceHeaders.read(later, null).parent()).isEqualTo(later);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00",
                "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more",
                "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
                "00-00000000000000000000000000000000-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-0x",
                "00_0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01.more",
                "cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-\r\nx: y"
            })
    void ignoresWhatIsNot(String parent) {
        assertThat(TraceHeaders.read(parent, "a=1")).isEqualTo(TraceParent.NONE);
    }

    @Test
    void leavesOutAStateThatCouldDoHarm() {
        assertThat(TraceHeaders.read(VALID, "a=1\r\nx: y").state()).isEmpty();
        assertThat(TraceHeaders.read(VALID, "a=" + "1".repeat(600)).state()).isEmpty();
    }

    @Test
    void knowsNoTraceWithoutOne() {
        assertThat(Telemetry.NONE.begin(null, "a=1").parent()).isEqualTo(TraceParent.NONE);
    }
}
