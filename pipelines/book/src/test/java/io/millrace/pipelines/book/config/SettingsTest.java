package io.millrace.pipelines.book.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
  private static final SecretStore NO_SECRETS =
      arn -> {
        throw new ConfigurationException("no secret " + arn);
      };

  @TempDir private Path folder;

  @Test
  void aSecretIsTakenFromTheVariableThenTheFileThenSecretsManager() throws IOException {
    var file = Files.writeString(folder.resolve("key"), "from-file\n");
    var all = Map.of("KEY", "direct", "KEY_FILE", file.toString(), "KEY_SECRET_ARN", "arn:aws:x");
    var fileAndArn = Map.of("KEY_FILE", file.toString(), "KEY_SECRET_ARN", "arn:aws:x");
    var arn = Map.of("KEY_SECRET_ARN", "arn:aws:x");

    assertThat(Settings.of(all, _ -> "managed").secret("KEY")).contains(new Secret("direct"));
    assertThat(Settings.of(fileAndArn, _ -> "managed").secret("KEY"))
        .contains(new Secret("from-file"));
    assertThat(Settings.of(arn, _ -> "managed").secret("KEY")).contains(new Secret("managed"));
    assertThat(Settings.of(arn, _ -> "{\"key\": \"only\"}").secret("KEY"))
        .contains(new Secret("only"));
    assertThat(Settings.of(Map.of(), NO_SECRETS).secret("KEY")).isEmpty();
  }

  @Test
  void aSecretNeverPrintsItself() {
    var config =
        new DatabaseConfig("jdbc:postgresql://h/book_pipeline", "u", new Secret("hush"), 2, false);

    assertThat(config.toString()).doesNotContain("hush");
    assertThatThrownBy(
            () ->
                Settings.of(Map.of("A", "arn"), _ -> "{\"password\": \"hush").secretField("A", "x"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageNotContaining("hush");
  }

  @Test
  void theCredentialsThatRdsWritesAreRead() {
    var settings =
        Settings.of(
            Map.of("BOOK_DB_URL", "jdbc:postgresql://h/book_pipeline", "BOOK_DB_SECRET_ARN", "arn"),
            _ -> "{\"username\": \"ann\", \"password\": \"hush\", \"engine\": \"postgres\"}");

    var config = BookConfig.from(settings).database();

    assertThat(config.user()).isEqualTo("ann");
    assertThat(config.password()).isEqualTo(new Secret("hush"));
  }

  @Test
  void aWrongValueRefusesToStartNamingSettingValueAndRange() {
    var settings =
        Settings.of(
            Map.of("BOOK_DB_URL", "jdbc:postgresql://h/d", "BOOK_DB_POOL", "many", "FLAG", "yes"),
            NO_SECRETS);

    assertThatThrownBy(() -> BookConfig.from(settings))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "The setting BOOK_DB_POOL is \"many\"; it must be a whole number from 1 to 100.");
    assertThatThrownBy(() -> settings.flag("FLAG", false)).hasMessageContaining("true or false");
    assertThatThrownBy(() -> settings.required("BOOK_DB_UR")).hasMessageContaining("BOOK_DB_UR");
  }

  @Test
  void aSecretFileThatIsMissingIsNamed() {
    var settings = Settings.of(Map.of("KEY_FILE", "/does/not/exist"), NO_SECRETS);

    assertThatThrownBy(() -> settings.secret("KEY"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("/does/not/exist")
        .hasMessageContaining("KEY_FILE");
  }
}
