package io.millrace.pipelines.book.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PriceTableTest {

  @Test
  void aModelsPriceGoesBeforeItsProviders() {
    var prices = PriceTable.parse("a = 0.10 USD # list price\na/small = 0.05 EUR\n\n");

    assertThat(prices.cost("a", null, 12_345).orElseThrow().amount())
        .isEqualByComparingTo("1.2345");
    assertThat(prices.cost("a", "small", 1000).orElseThrow().currency()).isEqualTo("EUR");
    assertThat(prices.cost("b", null, 1)).isEmpty();
  }

  @Test
  void ownPricesOverrideAndAMistakeNamesItsLine() {
    var prices = PriceTable.DEFAULT.overriddenBy(PriceTable.parse("elevenlabs = 0.2 USD"));

    assertThat(prices.cost("elevenlabs", null, 1000).orElseThrow().amount())
        .isEqualByComparingTo("0.2");
    assertThat(prices.cost("espeak", null, 1000).orElseThrow().amount()).isZero();
    assertThatThrownBy(() -> PriceTable.parse("elevenlabs: cheap"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("elevenlabs: cheap");
  }
}
