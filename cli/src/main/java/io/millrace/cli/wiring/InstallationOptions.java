package io.millrace.cli.wiring;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How to run an [Installation].
///
/// @param data the folder of everything that must survive
/// @param port of the API on loopback, 0 for any; null for no API
/// @param postgresUrl of a PostgreSQL to use instead of the embedded one, or null
/// @param postgresUser its user, or null for the account's name
/// @param book whether the book pipeline runs here, too
/// @param stages chains of stages that run here, too, or null
/// @param watch how it is watched, or null
/// @param rules a file that says who is told of executions ([io.millrace.triggers.event.RuleFile]),
///   or null
/// @param retention how long it keeps what is over; null for ever
/// @param environment variables for handlers, connectors and secrets
public record InstallationOptions(
    Path data,
    @Nullable Integer port,
    @Nullable String postgresUrl,
    @Nullable String postgresUser,
    boolean book,
    @Nullable StagesOptions stages,
    @Nullable WatchOptions watch,
    @Nullable Path rules,
    @Nullable RetentionOptions retention,
    Map<String, String> environment) {
  public InstallationOptions {
    environment = Map.copyOf(environment);
    if (postgresUrl != null) Databases.check(postgresUrl);
    if (port != null && (port < 0 || port > 65_535)) {
      throw new IllegalArgumentException("The port is " + port + "; it must be from 0 to 65535.");
    }
  }

  /// Without chains of stages, watched by nobody, keeping everything.
  public InstallationOptions(
      Path data,
      @Nullable Integer port,
      @Nullable String postgresUrl,
      @Nullable String postgresUser,
      boolean book,
      Map<String, String> environment) {
    this(data, port, postgresUrl, postgresUser, book, null, null, null, null, environment);
  }
}
