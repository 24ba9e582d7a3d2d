package io.millrace.pipelines.book.config;

/// A setting is missing or out of range. The message names the setting, the value unless it is
/// secret, and the range. Trying again does not help.
public final class ConfigurationException extends RuntimeException {
  public ConfigurationException(String message) {
    super(message);
  }

  public ConfigurationException(String message, Throwable cause) {
    super(message, cause);
  }
}
