package io.millrace.cli.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class DatabasesTest {
  @Test
  void theBooksDatabaseIsBesideTheJournals() {
    assertThat(Databases.sibling("jdbc:postgresql://db:5432/millrace?ssl=true", "book_pipeline"))
        .isEqualTo("jdbc:postgresql://db:5432/book_pipeline?ssl=true");
  }

  @Test
  void aPasswordInTheUrlIsNotPrinted() {
    Databases databases =
        Databases.at("jdbc:postgresql://127.0.0.1:1/millrace?password=hush", "somebody", "");

    assertThat(databases.journal().jdbcUrl()).isEqualTo("jdbc:postgresql://127.0.0.1:1/millrace");
    assertThat(databases.journal().password()).isEqualTo("hush");
    assertThatThrownBy(() -> databases.book(1))
        .hasMessageContaining("jdbc:postgresql://127.0.0.1:1/book_pipeline as user somebody")
        .hasMessageNotContaining("hush");
    assertThat(Databases.at("jdbc:postgresql://db/j?password=a%2Bb&ssl=true", "u", "").journal())
        .satisfies(it -> assertThat(it.jdbcUrl()).isEqualTo("jdbc:postgresql://db/j?ssl=true"))
        .satisfies(it -> assertThat(it.password()).isEqualTo("a+b"));
    assertThat(Databases.at("jdbc:postgresql://db/j?ssl=true&password=x", "u", "").journal())
        .satisfies(it -> assertThat(it.jdbcUrl()).isEqualTo("jdbc:postgresql://db/j?ssl=true"));
    assertThatThrownBy(() -> Databases.at("postgres://u:hush@db/millrace", "somebody", ""))
        .hasMessageContaining("must look like")
        .hasMessageNotContaining("hush");
  }
}
