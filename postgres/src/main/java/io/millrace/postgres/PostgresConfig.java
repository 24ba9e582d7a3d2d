package io.millrace.postgres;

import java.time.Duration;

/// How to reach the database, and how to become the one that writes.
///
/// @param takeover what to do about another process that holds the lease
/// @param readConnections most connections for reads at the same time, 1 to 100
/// @param lease how long the lease lasts without a heartbeat, 2 s to 5 min; not used by
///   [Takeover#AT_ONCE]
public record PostgresConfig(
    String jdbcUrl,
    String user,
    String password,
    Takeover takeover,
    int readConnections,
    Duration lease) {
  /// Enough for the reads of 16 busy clients; more only queue for the processors.
  public static final int READ_CONNECTIONS = 8;

  /// A crashed server's work is taken up after at most this; a heartbeat goes out every third of
  /// it.
  public static final Duration LEASE = Duration.ofSeconds(15);

  /// What to do about another process that holds the lease.
  public enum Takeover {
    /// End its session: for an embedded server, whose only rightful user is this process.
    AT_ONCE,
    /// Wait until it gives the lease up or lets it expire.
    WHEN_EXPIRED
  }

  public PostgresConfig {
    if (readConnections < 1 || readConnections > 100) {
      throw new IllegalArgumentException(
          "readConnections is " + readConnections + ", allowed are 1 to 100");
    }
    if (lease.compareTo(Duration.ofSeconds(2)) < 0 || lease.compareTo(Duration.ofMinutes(5)) > 0) {
      throw new IllegalArgumentException("lease is " + lease + ", allowed are 2 s to 5 min");
    }
  }

  /// For a server that belongs to this process.
  public static PostgresConfig embedded(String jdbcUrl, String user, String password) {
    return new PostgresConfig(jdbcUrl, user, password, Takeover.AT_ONCE, READ_CONNECTIONS, LEASE);
  }

  /// For a server that several processes may use.
  public static PostgresConfig shared(String jdbcUrl, String user, String password) {
    return new PostgresConfig(
        jdbcUrl, user, password, Takeover.WHEN_EXPIRED, READ_CONNECTIONS, LEASE);
  }

  /// Without the password.
  @Override
  public String toString() {
    return "PostgresConfig[%s, user %s, takeover %s, %d connections for reads, lease %s]"
        .formatted(jdbcUrl, user, takeover, readConnections, lease);
  }
}
