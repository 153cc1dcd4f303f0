package dev.passerelle.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ProcessSignalTest {

    @Test
    void isToldOfASignalThatWouldElseEndTheProcess() throws Exception {
        CountDownLatch received = new CountDownLatch(1);
        ProcessSignal.take("HUP", _ -> received.countDown());

        String self = Long.toString(ProcessHandle.current().pid());
        assertThat(new ProcessBuilder("kill", "-HUP", self).start().waitFor()).isZero();

        assertThat(received.await(20, TimeUnit.SECONDS)).isTrue();
    }
}
