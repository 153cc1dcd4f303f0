package dev.passerelle.loadtests.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FiguresTest {
    @Test
    void threeDigitsAreKept() {
        assertThat(Figures.number(0.12345)).isEqualTo("0.123");
        assertThat(Figures.number(12.34)).isEqualTo("12.3");
        assertThat(Figures.number(10)).isEqualTo("10");
        assertThat(Figures.number(12345.6)).isEqualTo("12,346");
        assertThat(Figures.number(Double.NaN)).isEqualTo("-");
    }

    @Test
    void unitsSuitTheSize() {
        assertThat(Figures.millis(0.004)).isEqualTo("<0.01 ms");
        assertThat(Figures.millis(312.4)).isEqualTo("312 ms");
        assertThat(Figures.millis(1234)).isEqualTo("1.23 s");
        assertThat(Figures.seconds(150)).isEqualTo("2 min 30 s");
        assertThat(Figures.bytes(1_610_612_736)).isEqualTo("1.5 GiB");
    }

    @Test
    void aUnitIsSaidOnceForTwo() {
        assertThat(Figures.millis(183, 425)).isEqualTo("183 · 425 ms");
        assertThat(Figures.millis(690, 1840)).isEqualTo("690 ms · 1.84 s");
    }

    @Test
    void nearlyAllIsNotAll() {
        assertThat(Figures.percent(0.99999)).isEqualTo(">99.9 %");
        assertThat(Figures.percent(0.00001)).isEqualTo("<0.01 %");
        assertThat(Figures.percent(1)).isEqualTo("100 %");
        assertThat(Figures.percent(0.9571)).isEqualTo("95.7 %");
    }
}
