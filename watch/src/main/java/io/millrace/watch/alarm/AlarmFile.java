package io.millrace.watch.alarm;

import io.millrace.watch.metrics.Metric;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// Alarms as a YAML file: a list `alarms`, each with the fields of CloudWatch's PutMetricAlarm in
/// lower camel case, and `alarmActions`, `okActions`, `insufficientDataActions` for those that name
/// none. `${NAME}` in an action is an environment variable; an action whose variable is not set is
/// left out.
public final class AlarmFile {
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)}");
  private static final Set<String> ACTIONS =
      Set.of("alarmActions", "okActions", "insufficientDataActions");

  private final String name;
  private final UnaryOperator<@Nullable String> environment;
  private final Fields defaults;

  private AlarmFile(String name, UnaryOperator<@Nullable String> environment, Fields defaults) {
    this.name = name;
    this.environment = environment;
    this.defaults = defaults;
  }

  /// The five alarms of a chain of stages, which come with Millrace.
  public static List<Alarm> ofStages(UnaryOperator<@Nullable String> environment) {
    try (InputStream text = AlarmFile.class.getResourceAsStream("stages.yaml")) {
      return parse(
          "the alarms of stages",
          new String(Objects.requireNonNull(text).readAllBytes(), StandardCharsets.UTF_8),
          environment);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Reads a file.
  ///
  /// @throws IllegalArgumentException when something in it is wrong, saying what
  /// @throws UncheckedIOException when it cannot be read
  public static List<Alarm> read(Path file, UnaryOperator<@Nullable String> environment) {
    try {
      return parse(file.toString(), Files.readString(file), environment);
    } catch (IOException e) {
      throw new UncheckedIOException("The alarms " + file + " cannot be read: " + e, e);
    }
  }

  /// @param name of the text, for messages
  static List<Alarm> parse(String name, String text, UnaryOperator<@Nullable String> environment) {
    Object tree;
    try {
      tree = new Load(LoadSettings.builder().setLabel(name).build()).loadFromString(text);
    } catch (YamlEngineException e) {
      throw new IllegalArgumentException(name + " is no YAML: " + e.getMessage(), e);
    }
    if (!(tree instanceof Map<?, ?> map)) {
      throw new IllegalArgumentException(name + " must have a list 'alarms'");
    }
    Fields top = new Fields(name, map);
    AlarmFile file = new AlarmFile(name, environment, top);
    List<Alarm> alarms = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Object one : top.list("alarms")) {
      if (!(one instanceof Map<?, ?> fields)) {
        throw new IllegalArgumentException(name + ": an alarm is not a mapping: " + one);
      }
      Alarm alarm = file.alarm(fields);
      if (!names.add(alarm.name())) {
        throw new IllegalArgumentException(
            name + " has two alarms with the name '" + alarm.name() + "'");
      }
      alarms.add(alarm);
    }
    top.takes(ACTIONS);
    top.finish();
    return List.copyOf(alarms);
  }

  private Alarm alarm(Map<?, ?> map) {
    String alarmName = String.valueOf(map.get("alarmName"));
    Fields fields = new Fields(name + ", alarm '" + alarmName + "'", map);
    int periods = fields.integer("evaluationPeriods", 1);
    String namespace = fields.text("namespace");
    String metricName = fields.text("metricName");
    Metric metric =
        Metric.find(namespace, metricName)
            .orElseThrow(
                () ->
                    fields.wrong(
                        "there is no metric '%s' in the namespace '%s'; docs/metrics.md lists them"
                            .formatted(metricName, namespace)));
    try {
      Alarm alarm =
          new Alarm(
              fields.text("alarmName"),
              fields.text("alarmDescription", ""),
              metric,
              fields.texts("dimensions"),
              fields.oneOf("statistic", Alarm.Statistic.class, null),
              Duration.ofSeconds(fields.integer("period", null)),
              periods,
              fields.integer("datapointsToAlarm", periods),
              fields.number("threshold"),
              fields.oneOf("comparisonOperator", Alarm.Comparison.class, null),
              fields.oneOf("treatMissingData", Alarm.MissingData.class, Alarm.MissingData.missing),
              fields.flag("actionsEnabled", true),
              actions(fields, "alarmActions"),
              actions(fields, "okActions"),
              actions(fields, "insufficientDataActions"));
      fields.finish();
      return alarm;
    } catch (IllegalArgumentException e) {
      throw e.getMessage().startsWith(name)
          ? e
          : new IllegalArgumentException(name + ": " + e.getMessage(), e);
    }
  }

  private List<String> actions(Fields fields, String field) {
    List<String> actions = new ArrayList<>();
    for (Object action : (fields.has(field) ? fields : defaults).list(field)) {
      String filled = filled(String.valueOf(action));
      if (filled != null) {
        actions.add(filled);
      }
    }
    return actions;
  }

  private @Nullable String filled(String action) {
    Matcher variable = VARIABLE.matcher(action);
    StringBuilder filled = new StringBuilder();
    while (variable.find()) {
      String value = environment.apply(variable.group(1));
      if (value == null || value.isBlank()) {
        return null;
      }
      variable.appendReplacement(filled, Matcher.quoteReplacement(value));
    }
    return variable.appendTail(filled).toString();
  }
}
