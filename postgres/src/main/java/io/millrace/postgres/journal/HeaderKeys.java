package io.millrace.postgres.journal;

import io.millrace.engine.execution.ExecutionHeader;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The small numbers under which executions keep what they share with others of their machine and
/// revision. Rows of these tables are never changed or deleted, so what was read stays true. Safe
/// for concurrent use, each connection for itself.
final class HeaderKeys {
  /// More than this are forgotten and read again when needed.
  private static final int REMEMBERED_MAX = 50_000;

  private final Map<String, Machine> byPrefix = new ConcurrentHashMap<>();
  private final Map<Integer, Machine> byMachineKey = new ConcurrentHashMap<>();
  private final Map<Revision, Integer> keyByRevision = new ConcurrentHashMap<>();
  private final Map<Integer, Revision> byRevisionKey = new ConcurrentHashMap<>();

  /// What identifies a header's shared parts.
  record Key(int machine, int revision) {}

  /// @param prefix of the executions' ARNs, with the last colon
  record Machine(int key, String prefix, String arn, String name, String region) {}

  record Revision(UUID revision, String roleArn) {}

  /// The keys of this header, made when it is the first of its kind.
  Key keyOf(ExecutionHeader header, Connection connection) throws SQLException {
    String prefix = prefixOf(header);
    Machine machine = byPrefix.get(prefix);
    if (machine == null) {
      machine = insertMachine(header, prefix, connection);
      remember(machine);
    }
    if (!machine.arn.equals(header.stateMachineArn()) || !machine.region.equals(header.region())) {
      throw new IllegalStateException(
          header.arn() + " cannot belong to " + header.stateMachineArn() + " and to " + machine);
    }
    Revision revision = new Revision(header.machineRevision(), header.roleArn());
    Integer key = keyByRevision.get(revision);
    if (key == null) {
      key = insertRevision(revision, connection);
      remember(key, revision);
    }
    return new Key(machine.key, key);
  }

  /// The machine whose executions' ARNs begin so, if any execution of it was ever stored.
  Optional<Machine> machineByPrefix(String prefix, Connection connection) throws SQLException {
    Machine known = byPrefix.get(prefix);
    return known != null
        ? Optional.of(known)
        : Optional.ofNullable(select("execution_prefix", prefix, connection));
  }

  /// Likewise by the ARN of the machine.
  Optional<Machine> machineByArn(String arn, Connection connection) throws SQLException {
    return Optional.ofNullable(select("state_machine_arn", arn, connection));
  }

  Machine machine(int key, Connection connection) throws SQLException {
    Machine known = byMachineKey.get(key);
    if (known == null) {
      known = select("key", key, connection);
    }
    if (known == null) {
      throw new IllegalStateException("machine_key has no row " + key);
    }
    return known;
  }

  Revision revision(int key, Connection connection) throws SQLException {
    Revision known = byRevisionKey.get(key);
    if (known != null) {
      return known;
    }
    try (PreparedStatement select =
        connection.prepareStatement("SELECT revision, role_arn FROM revision_key WHERE key = ?")) {
      select.setInt(1, key);
      try (ResultSet row = select.executeQuery()) {
        if (!row.next()) {
          throw new IllegalStateException("revision_key has no row " + key);
        }
        Revision found = new Revision(row.getObject(1, UUID.class), row.getString(2));
        remember(key, found);
        return found;
      }
    }
  }

  private static String prefixOf(ExecutionHeader header) {
    String arn = header.arn();
    if (!arn.endsWith(":" + header.name())) {
      throw new IllegalStateException(
          "the ARN " + arn + " does not end with the name " + header.name());
    }
    return arn.substring(0, arn.length() - header.name().length());
  }

  private Machine insertMachine(ExecutionHeader header, String prefix, Connection connection)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            """
            INSERT INTO machine_key (execution_prefix, state_machine_arn, state_machine_name, region)
            VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING
            """)) {
      insert.setString(1, prefix);
      insert.setString(2, header.stateMachineArn());
      insert.setString(3, header.stateMachineName());
      insert.setString(4, header.region());
      insert.executeUpdate();
    }
    Machine found = select("execution_prefix", prefix, connection);
    if (found == null) {
      throw new IllegalStateException(
          header.arn() + " has another prefix than earlier executions of its state machine");
    }
    return found;
  }

  private static int insertRevision(Revision revision, Connection connection) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            """
            WITH added AS (
              INSERT INTO revision_key (revision, role_arn) VALUES (?, ?) ON CONFLICT DO NOTHING RETURNING key)
            SELECT key FROM added UNION ALL
            SELECT key FROM revision_key WHERE revision = ? AND role_arn = ?
            """)) {
      insert.setObject(1, revision.revision);
      insert.setString(2, revision.roleArn);
      insert.setObject(3, revision.revision);
      insert.setString(4, revision.roleArn);
      try (ResultSet row = insert.executeQuery()) {
        row.next();
        return row.getInt(1);
      }
    }
  }

  private @Nullable Machine select(String column, Object value, Connection connection)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT key, execution_prefix, state_machine_arn, state_machine_name, region FROM"
                + " machine_key WHERE "
                + column
                + " = ?")) {
      select.setObject(1, value);
      try (ResultSet row = select.executeQuery()) {
        if (!row.next()) {
          return null;
        }
        Machine found =
            new Machine(
                row.getInt(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5));
        remember(found);
        return found;
      }
    }
  }

  private void remember(Machine machine) {
    if (byPrefix.size() >= REMEMBERED_MAX) {
      byPrefix.clear();
      byMachineKey.clear();
    }
    byPrefix.put(machine.prefix, machine);
    byMachineKey.put(machine.key, machine);
  }

  private void remember(int key, Revision revision) {
    if (keyByRevision.size() >= REMEMBERED_MAX) {
      keyByRevision.clear();
      byRevisionKey.clear();
    }
    keyByRevision.put(revision, key);
    byRevisionKey.put(key, revision);
  }
}
