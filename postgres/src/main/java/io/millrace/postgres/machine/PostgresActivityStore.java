package io.millrace.postgres.machine;

import io.millrace.postgres.Failures;
import io.millrace.runtime.activity.Activity;
import io.millrace.runtime.activity.ActivityStore;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// Activities in PostgreSQL. Safe for concurrent use.
public final class PostgresActivityStore implements ActivityStore {
  private static final String SELECT = "SELECT arn, name, created_ms FROM activity ";

  private final DataSource connections;

  public PostgresActivityStore(DataSource connections) {
    this.connections = connections;
  }

  @Override
  public Activity create(Activity activity) {
    execute(
        "INSERT INTO activity (arn, name, created_ms) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        activity.arn(),
        activity.name(),
        activity.createdMillis());
    return find(activity.arn()).orElse(activity); // it may be deleted at this very moment
  }

  @Override
  public void delete(String arn) {
    execute("DELETE FROM activity WHERE arn = ?", arn);
  }

  @Override
  public Optional<Activity> find(String arn) {
    return select(SELECT + "WHERE arn = ?", arn).stream().findFirst();
  }

  @Override
  public List<Activity> list(@Nullable String afterName, int limit) {
    // Index: activity_by_name.
    return afterName == null
        ? select(SELECT + "ORDER BY name, arn LIMIT ?", limit)
        : select(SELECT + "WHERE name > ? ORDER BY name, arn LIMIT ?", afterName, limit);
  }

  private void execute(String sql, Object... values) {
    try (Connection connection = connections.getConnection();
        PreparedStatement statement = prepared(connection, sql, values)) {
      statement.executeUpdate();
    } catch (SQLException e) {
      throw Failures.of("activities cannot be changed", e);
    }
  }

  private List<Activity> select(String sql, Object... values) {
    try (Connection connection = connections.getConnection();
        PreparedStatement statement = prepared(connection, sql, values);
        ResultSet row = statement.executeQuery()) {
      List<Activity> found = new ArrayList<>();
      while (row.next()) {
        found.add(new Activity(row.getString(1), row.getString(2), row.getLong(3)));
      }
      return found;
    } catch (SQLException e) {
      throw Failures.of("activities cannot be read", e);
    }
  }

  private static PreparedStatement prepared(Connection connection, String sql, Object... values)
      throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
    return statement;
  }
}
