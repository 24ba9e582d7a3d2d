package io.millrace.pipelines.book.handler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.pipelines.book.config.Settings;
import io.millrace.pipelines.book.provider.ProviderNotConfiguredException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProvidersTest {
  @Test
  void aProviderIsMadeOnceWhenItsKeyIsThere() {
    var providers = providers(Map.of("GEMINI_API_KEY", "g", "ELEVENLABS_API_KEY", "e"));

    for (var id : new String[] {"offline", "gemini"}) {
      assertThat(providers.formatter(id).id()).isEqualTo(id);
      assertThat(providers.formatter(id)).isSameAs(providers.formatter(id));
    }
    for (var id : new String[] {"espeak", "elevenlabs"}) {
      assertThat(providers.voice(id).id()).isEqualTo(id);
      assertThat(providers.voice(id)).isSameAs(providers.voice(id));
    }
  }

  @Test
  void aMissingKeyIsNamedWithWhatToDo() {
    assertThatThrownBy(() -> providers(Map.of()).formatter("gemini"))
        .isInstanceOf(ProviderNotConfiguredException.class)
        .hasMessageContaining("GEMINI_API_KEY");
    assertThatThrownBy(() -> providers(Map.of()).voice("elevenlabs"))
        .isInstanceOf(ProviderNotConfiguredException.class)
        .hasMessageContaining("ELEVENLABS_API_KEY");
  }

  @Test
  void anUnknownProviderIsNamedWithThoseThatAreKnown() {
    assertThatThrownBy(() -> providers(Map.of()).voice("parrot"))
        .isInstanceOf(ProviderNotConfiguredException.class)
        .hasMessageContaining("parrot")
        .hasMessageContaining("espeak, elevenlabs");
    assertThatThrownBy(() -> providers(Map.of()).price("parrot", Map.of(), 1))
        .isInstanceOf(ProviderNotConfiguredException.class);
  }

  @Test
  void aPriceNeedsNoKeyAndFollowsModelAndSettings() {
    var providers = providers(Map.of("BOOK_PRICES", "elevenlabs/mine = 0.5 EUR; espeak = 0 EUR"));

    assertThat(providers.price("elevenlabs", Map.of("model", "mine"), 3_000))
        .containsEntry("currency", "EUR")
        .hasEntrySatisfying(
            "amount", amount -> assertThat((BigDecimal) amount).isEqualByComparingTo("1.5"));
    assertThat(providers.price("espeak", Map.of(), 3_000))
        .hasEntrySatisfying(
            "amount", amount -> assertThat((BigDecimal) amount).isEqualByComparingTo("0"));
  }

  @Test
  void theModelInForceIsPartOfWhatAResultDependsOn() {
    var one = providers(Map.of("ELEVENLABS_MODEL", "one", "GEMINI_MODEL", "one"));
    var two = providers(Map.of("ELEVENLABS_MODEL", "two", "GEMINI_MODEL", "two"));

    for (var id : new String[] {"elevenlabs", "gemini"}) {
      assertThat(one.making(id, Map.of())).isNotEqualTo(two.making(id, Map.of()));
      assertThat(one.making(id, Map.of("model", "mine")))
          .isEqualTo(two.making(id, Map.of("model", "mine")));
    }
    assertThat(one.making("espeak", Map.of())).isEqualTo(two.making("espeak", Map.of()));
  }

  private static Providers providers(Map<String, String> settings) {
    return new Providers(Settings.of(settings, arn -> arn), Path.of("unused"), Clock.systemUTC());
  }
}
