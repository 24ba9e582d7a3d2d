package io.millrace.pipelines.book.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Named settings, as a process sees its environment, with secrets that may stand in three places.
///
/// A secret `NAME` is looked for as the variable `NAME`, then as the content of the file that
/// `NAME_FILE` names (as container platforms mount secrets), then in AWS Secrets Manager under the
/// ARN in `NAME_SECRET_ARN`. A secret of several fields (RDS writes `{"username": …, "password":
/// …}`) is read with [#secretField]. Thread-safe.
public final class Settings {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final UnaryOperator<@Nullable String> variables;
  private final SecretStore secrets;

  private Settings(UnaryOperator<@Nullable String> variables, SecretStore secrets) {
    this.variables = variables;
    this.secrets = secrets;
  }

  public static Settings fromEnvironment() {
    return new Settings(System::getenv, SecretStore.secretsManager());
  }

  public static Settings of(Map<String, String> variables, SecretStore secrets) {
    var copy = Map.copyOf(variables);
    return new Settings(copy::get, secrets);
  }

  /// The setting, or nothing when it is absent or blank (an empty variable is how shells unset
  /// one).
  public Optional<String> text(String name) {
    return Optional.ofNullable(variables.apply(name)).filter(value -> !value.isBlank());
  }

  public String text(String name, String otherwise) {
    return text(name).orElse(otherwise);
  }

  /// Those of the settings that are present, as parts that read an environment of their own want
  /// them.
  public Map<String, String> texts(String... names) {
    var present = new HashMap<String, String>();
    for (var name : names) {
      text(name).ifPresent(value -> present.put(name, value));
    }
    return present;
  }

  public String required(String name) {
    return text(name)
        .orElseThrow(() -> new ConfigurationException("The setting " + name + " is missing."));
  }

  public boolean flag(String name, boolean otherwise) {
    var value = text(name).orElse(null);
    if (value == null) {
      return otherwise;
    }
    return switch (value) {
      case "true" -> true;
      case "false" -> false;
      default ->
          throw new ConfigurationException(
              "The setting " + name + " is \"" + value + "\"; it must be true or false.");
    };
  }

  public long number(String name, long otherwise, long least, long most) {
    var value = text(name).orElse(null);
    if (value == null) {
      return otherwise;
    }
    try {
      var number = Long.parseLong(value);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Falls through to the one message for every wrong number.
    }
    throw new ConfigurationException(
        "The setting %s is \"%s\"; it must be a whole number from %d to %d."
            .formatted(name, value, least, most));
  }

  /// The secret `name`, or nothing when none of its three places is set.
  public Optional<Secret> secret(String name) {
    var direct = text(name).map(Secret::new);
    if (direct.isPresent()) {
      return direct;
    }
    var file = text(name + "_FILE");
    if (file.isPresent()) {
      return Optional.of(new Secret(readFile(name + "_FILE", file.get()).strip()));
    }
    return text(name + "_SECRET_ARN").map(arn -> new Secret(plainOrOnlyField(secrets.read(arn))));
  }

  /// One field of a JSON secret whose ARN stands in the setting `arnName`.
  public Optional<Secret> secretField(String arnName, String field) {
    return text(arnName)
        .map(
            arn -> {
              var value = parse(secrets.read(arn)).path(field);
              if (value.isMissingNode() || value.isNull()) {
                throw new ConfigurationException(
                    "The secret named by " + arnName + " has no field \"" + field + "\".");
              }
              return new Secret(value.asText());
            });
  }

  private static String readFile(String name, String file) {
    try {
      return Files.readString(Path.of(file));
    } catch (IOException e) {
      throw new ConfigurationException(
          "The file " + file + " that " + name + " names cannot be read: " + e, e);
    }
  }

  /// Secrets Manager's console stores a key as `{"key": "…"}` unless told otherwise; both forms are
  /// taken.
  private static String plainOrOnlyField(String text) {
    var stripped = text.strip();
    if (!stripped.startsWith("{")) {
      return stripped;
    }
    var object = parse(stripped);
    if (object.size() != 1) {
      throw new ConfigurationException(
          "A secret for one key must be plain text or a JSON object with one field; this one has "
              + object.size()
              + ".");
    }
    return object.elements().next().asText();
  }

  private static JsonNode parse(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      // The parser's own message quotes the text, which is secret.
      throw new ConfigurationException("A secret that should be JSON is not.");
    }
  }
}
