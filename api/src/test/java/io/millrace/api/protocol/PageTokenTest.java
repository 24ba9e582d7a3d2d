package io.millrace.api.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.runtime.RefusedException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PageTokenTest {
  @Test
  void aTokenLeadsBackToItsCursor() {
    String token = PageToken.of("ListStateMachines", "kể-chuyện");

    assertThat(PageToken.cursor("ListStateMachines", token)).isEqualTo("kể-chuyện");
  }

  @Test
  void aTokenIsGoodForItsOwnListingOnly() {
    String token = PageToken.of("ListExecutions arn:1 null", "7");

    assertThatThrownBy(() -> PageToken.cursor("ListExecutions arn:2 null", token))
        .isInstanceOf(RefusedException.class)
        .hasMessage("Invalid Token: 'Invalid token'");
  }

  @Test
  void aForgedTokenWithoutACursorIsRefused() {
    String token = PageToken.of("ListExecutions arn:1 null", "neither number nor id");

    assertThatThrownBy(() -> PageToken.cursor("ListExecutions arn:1 null", token, UUID::fromString))
        .isInstanceOf(RefusedException.class)
        .hasMessage("Invalid Token: 'Invalid token'");
    assertThatThrownBy(() -> PageToken.cursor("ListExecutions arn:1 null", token, Long::valueOf))
        .isInstanceOf(RefusedException.class);
  }

  @Test
  void aDamagedTokenIsRefused() {
    String token = PageToken.of("ListStateMachines", "name");

    for (String damaged : List.of("", "x", "not base64!", token + "A", token.substring(2))) {
      assertThatThrownBy(() -> PageToken.cursor("ListStateMachines", damaged))
          .as(damaged)
          .isInstanceOf(RefusedException.class);
    }
  }
}
