package io.millrace.postgres.machine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.asl.json.Json;
import io.millrace.runtime.machine.MachineRevision;
import io.millrace.runtime.machine.MachineSettings;
import io.millrace.runtime.machine.PublicationStore;
import io.millrace.runtime.machine.StateMachine;
import io.millrace.runtime.machine.StateMachineStore;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// State machines in the tables `state_machine` and `machine_revision`. Each change is one
/// transaction.
public final class PostgresStateMachineStore implements StateMachineStore {
  private static final String SELECT =
      """
      SELECT m.arn, m.name, r.type, m.status, m.created_ms, m.updated_ms, m.revision,
             r.definition, r.role_arn, r.logging, r.tracing, r.encryption, m.tags
      FROM state_machine AS m JOIN machine_revision AS r USING (revision)
      """;

  /// Uses the index execution_running.
  private static final String RUNS =
      """
      EXISTS (SELECT FROM machine_key AS k JOIN execution AS e ON e.machine = k.key AND e.status = 0
              WHERE k.state_machine_arn = m.arn)
      """;

  /// Not deleted, or deleted and still running.
  private static final String THERE = "(m.status = 'ACTIVE' OR " + RUNS + ")";

  private final Transactions transactions;

  public PostgresStateMachineStore(DataSource pool) {
    this.transactions = new Transactions(pool);
  }

  @Override
  public boolean create(StateMachine machine) {
    return transactions.run(
        connection -> {
          insertRevision(connection, machine, machine.createdMillis());
          return Transactions.update(
              connection,
              """
              INSERT INTO state_machine (arn, name, status, created_ms, updated_ms, revision, tags)
              VALUES (?, ?, ?, ?, ?, ?, ?::jsonb) ON CONFLICT DO NOTHING
              """,
              machine.arn(),
              machine.name(),
              machine.status().name(),
              machine.createdMillis(),
              machine.updatedMillis(),
              machine.revision(),
              tagsText(machine.tags()));
        });
  }

  @Override
  public boolean update(StateMachine machine) {
    Long updated = machine.updatedMillis();
    return transactions.run(
        connection -> {
          insertRevision(connection, machine, updated != null ? updated : machine.createdMillis());
          return Transactions.update(
              connection,
              "UPDATE state_machine SET revision = ?, updated_ms = ? WHERE arn = ?",
              machine.revision(),
              updated,
              machine.arn());
        });
  }

  @Override
  public void delete(String arn) {
    transactions.run(
        connection ->
            Transactions.update(
                    connection, "DELETE FROM state_machine AS m WHERE arn = ? AND NOT " + RUNS, arn)
                || Transactions.update(
                    connection, "UPDATE state_machine SET status = 'DELETING' WHERE arn = ?", arn));
  }

  @Override
  public Optional<StateMachine> find(String arn) {
    List<StateMachine> found = select(SELECT + "WHERE m.arn = ?", arn);
    if (found.isEmpty() || found.getFirst().status() == StateMachine.Status.ACTIVE) {
      return found.stream().findFirst();
    }
    boolean gone =
        transactions.run(
            connection ->
                Transactions.update(
                    connection,
                    "DELETE FROM state_machine AS m WHERE arn = ? AND status = 'DELETING' AND NOT "
                        + RUNS,
                    arn));
    return gone ? Optional.empty() : found.stream().findFirst();
  }

  @Override
  public List<StateMachine> list(@Nullable String afterName, int limit) {
    return afterName == null
        ? select(SELECT + "WHERE " + THERE + " ORDER BY m.name, m.arn LIMIT ?", limit)
        : select(
            SELECT + "WHERE m.name > ? AND " + THERE + " ORDER BY m.name, m.arn LIMIT ?",
            afterName,
            limit);
  }

  @Override
  public boolean tag(String arn, Map<String, String> tags) {
    return transactions.update(
        "UPDATE state_machine SET tags = tags || ?::jsonb WHERE arn = ?", tagsText(tags), arn);
  }

  @Override
  public boolean untag(String arn, Set<String> keys) {
    return transactions.update(
        "UPDATE state_machine SET tags = tags - ?::text[] WHERE arn = ?",
        keys.toArray(String[]::new),
        arn);
  }

  @Override
  public PublicationStore publications() {
    return new PostgresPublicationStore(transactions);
  }

  @Override
  public Optional<MachineRevision> revision(UUID revision) {
    return transactions
        .select(
            row ->
                new MachineRevision(
                    revision,
                    row.getString(6),
                    StateMachine.Type.valueOf(row.getString(7)),
                    settings(row, 1),
                    row.getLong(8)),
            """
            SELECT definition, role_arn, logging, tracing, encryption, state_machine_arn, type, created_ms
            FROM machine_revision WHERE revision = ?
            """,
            revision)
        .stream()
        .findFirst();
  }

  private static void insertRevision(Connection connection, StateMachine machine, long sinceMillis)
      throws SQLException {
    MachineSettings settings = machine.settings();
    Transactions.update(
        connection,
        """
        INSERT INTO machine_revision (revision, state_machine_arn, type, definition, role_arn, logging, tracing,
                                      encryption, created_ms)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
        """,
        machine.revision(),
        machine.arn(),
        machine.type().name(),
        settings.definition(),
        settings.roleArn(),
        settings.logging(),
        settings.tracing(),
        settings.encryption(),
        sinceMillis);
  }

  private List<StateMachine> select(String sql, Object... parameters) {
    return transactions.select(PostgresStateMachineStore::stateMachine, sql, parameters);
  }

  private static StateMachine stateMachine(ResultSet row) throws SQLException {
    return new StateMachine(
        row.getString(1),
        row.getString(2),
        StateMachine.Type.valueOf(row.getString(3)),
        StateMachine.Status.valueOf(row.getString(4)),
        row.getLong(5),
        row.getObject(6, Long.class),
        row.getObject(7, UUID.class),
        settings(row, 8),
        tags(row.getString(13)));
  }

  private static MachineSettings settings(ResultSet row, int from) throws SQLException {
    return new MachineSettings(
        row.getString(from),
        row.getString(from + 1),
        row.getString(from + 2),
        row.getString(from + 3),
        row.getString(from + 4));
  }

  private static String tagsText(Map<String, String> tags) {
    ObjectNode object = Json.mapper().createObjectNode();
    tags.forEach(object::put);
    return Json.write(object);
  }

  private static Map<String, String> tags(String text) {
    try {
      Map<String, String> tags = new TreeMap<>();
      Json.parse(text).properties().forEach(e -> tags.put(e.getKey(), e.getValue().textValue()));
      return tags;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the column state_machine.tags is not JSON", e);
    }
  }
}
