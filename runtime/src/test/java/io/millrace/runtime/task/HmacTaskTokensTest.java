package io.millrace.runtime.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class HmacTaskTokensTest {
  private final HmacTaskTokens tokens = new HmacTaskTokens(new byte[32]);
  private final UUID id = UUID.fromString("01980000-0000-7000-8000-000000000001");

  @Test
  void aTokenNamesItsAttempt() {
    String token = tokens.issue(id, 12_345);

    assertThat(token).isBase64().isEqualTo(tokens.issue(id, 12_345));
    assertThat(tokens.check(token)).contains(new HmacTaskTokens.Named(id, 12_345));
  }

  @Test
  void noCharacterOfATokenCanBeChanged() {
    String token = tokens.issue(id, 7);
    for (int i = 0; i < token.length() - 1; i++) {
      String changed =
          token.substring(0, i) + (token.charAt(i) == 'B' ? 'C' : 'B') + token.substring(i + 1);
      assertThat(tokens.check(changed)).as("character %d", i).isEmpty();
    }
  }

  @Test
  void tokensOfOtherInstallationsAndOtherTextsAreNotTaken() {
    byte[] otherKey = new byte[32];
    otherKey[0] = 1;

    assertThat(tokens.check(new HmacTaskTokens(otherKey).issue(id, 7))).isEmpty();
    for (String text : new String[] {"", "AAAA", "not base64!", "ß", "A".repeat(5_000)}) {
      assertThat(tokens.check(text)).isEmpty();
    }
  }
}
