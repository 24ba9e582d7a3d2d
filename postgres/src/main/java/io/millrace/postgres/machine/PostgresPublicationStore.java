package io.millrace.postgres.machine;

import io.millrace.runtime.machine.PublicationStore;
import io.millrace.runtime.machine.PublishedVersion;
import io.millrace.runtime.machine.StateMachineAlias;
import io.millrace.runtime.machine.StateMachineAlias.Route;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Versions and aliases in the tables `machine_version` and `machine_alias`.
final class PostgresPublicationStore implements PublicationStore {
  private static final String VERSIONS =
      """
      SELECT state_machine_arn, version, revision, description, created_ms FROM machine_version
      """;
  private static final String ALIASES =
      """
      SELECT state_machine_arn, name, description, first_version, first_weight, second_version,
             created_ms, updated_ms
      FROM machine_alias
      """;

  private final Transactions transactions;

  PostgresPublicationStore(Transactions transactions) {
    this.transactions = transactions;
  }

  /// The update of the machine's row makes publishers wait for each other.
  @Override
  public Optional<PublishedVersion> publish(
      String stateMachineArn, UUID revision, @Nullable String description, long nowMillis) {
    return transactions.run(
        connection -> {
          List<Integer> newest =
              Transactions.select(
                  connection,
                  row -> row.getInt(1),
                  "SELECT newest_version FROM state_machine WHERE arn = ? FOR UPDATE",
                  stateMachineArn);
          if (newest.isEmpty()) {
            return Optional.empty();
          }
          List<PublishedVersion> published =
              Transactions.select(
                  connection,
                  PostgresPublicationStore::version,
                  VERSIONS + "WHERE state_machine_arn = ? AND revision = ?",
                  stateMachineArn,
                  revision);
          if (!published.isEmpty()) {
            return published.stream().findFirst();
          }
          int number = newest.getFirst() + 1;
          Transactions.update(
              connection,
              "UPDATE state_machine SET newest_version = ? WHERE arn = ?",
              number,
              stateMachineArn);
          Transactions.update(
              connection,
              """
              INSERT INTO machine_version (state_machine_arn, version, revision, description, created_ms)
              VALUES (?, ?, ?, ?, ?)
              """,
              stateMachineArn,
              number,
              revision,
              description,
              nowMillis);
          return Optional.of(
              new PublishedVersion(stateMachineArn, number, revision, description, nowMillis));
        });
  }

  @Override
  public Optional<PublishedVersion> version(String stateMachineArn, int number) {
    return transactions
        .select(
            PostgresPublicationStore::version,
            VERSIONS + "WHERE state_machine_arn = ? AND version = ?",
            stateMachineArn,
            number)
        .stream()
        .findFirst();
  }

  @Override
  public List<PublishedVersion> versions(String stateMachineArn, int below, int limit) {
    return transactions.select(
        PostgresPublicationStore::version,
        VERSIONS + "WHERE state_machine_arn = ? AND version < ? ORDER BY version DESC LIMIT ?",
        stateMachineArn,
        below,
        limit);
  }

  @Override
  public void deleteVersion(String stateMachineArn, int number) {
    transactions.update(
        "DELETE FROM machine_version WHERE state_machine_arn = ? AND version = ?",
        stateMachineArn,
        number);
  }

  @Override
  public boolean createAlias(StateMachineAlias alias) {
    return transactions.update(
        """
        INSERT INTO machine_alias (first_version, first_weight, second_version, description, updated_ms,
                                   state_machine_arn, name, created_ms)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
        """,
        alias.routes().getFirst().version(),
        alias.routes().getFirst().weight(),
        second(alias),
        alias.description(),
        alias.updatedMillis(),
        alias.stateMachineArn(),
        alias.name(),
        alias.createdMillis());
  }

  @Override
  public boolean updateAlias(StateMachineAlias alias) {
    return transactions.update(
        """
        UPDATE machine_alias SET first_version = ?, first_weight = ?, second_version = ?, description = ?, updated_ms = ?
        WHERE state_machine_arn = ? AND name = ?
        """,
        alias.routes().getFirst().version(),
        alias.routes().getFirst().weight(),
        second(alias),
        alias.description(),
        alias.updatedMillis(),
        alias.stateMachineArn(),
        alias.name());
  }

  @Override
  public void deleteAlias(String stateMachineArn, String name) {
    transactions.update(
        "DELETE FROM machine_alias WHERE state_machine_arn = ? AND name = ?",
        stateMachineArn,
        name);
  }

  @Override
  public Optional<StateMachineAlias> alias(String stateMachineArn, String name) {
    return transactions
        .select(
            PostgresPublicationStore::alias,
            ALIASES + "WHERE state_machine_arn = ? AND name = ?",
            stateMachineArn,
            name)
        .stream()
        .findFirst();
  }

  @Override
  public List<StateMachineAlias> aliases(
      String stateMachineArn, @Nullable String afterName, int limit) {
    return transactions.select(
        PostgresPublicationStore::alias,
        ALIASES + "WHERE state_machine_arn = ? AND name > ? ORDER BY name LIMIT ?",
        stateMachineArn,
        afterName == null ? "" : afterName,
        limit);
  }

  private static @Nullable Integer second(StateMachineAlias alias) {
    return alias.routes().size() > 1 ? alias.routes().get(1).version() : null;
  }

  private static PublishedVersion version(ResultSet row) throws SQLException {
    return new PublishedVersion(
        row.getString(1),
        row.getInt(2),
        row.getObject(3, UUID.class),
        row.getString(4),
        row.getLong(5));
  }

  private static StateMachineAlias alias(ResultSet row) throws SQLException {
    List<Route> routes = new ArrayList<>();
    int weight = row.getInt(5);
    routes.add(new Route(row.getInt(4), weight));
    Integer second = row.getObject(6, Integer.class);
    if (second != null) {
      routes.add(new Route(second, 100 - weight));
    }
    return new StateMachineAlias(
        row.getString(1),
        row.getString(2),
        row.getString(3),
        routes,
        row.getLong(7),
        row.getLong(8));
  }
}
