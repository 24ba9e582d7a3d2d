package io.millrace.local.glue.spark;

import io.millrace.local.glue.JobProgram;
import io.millrace.local.glue.JobProgramException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Submits a job's JAR to Spark as `spark-submit` does, with S3 behind `s3://` and `s3a://`.
///
/// Of a job's arguments, those that Glue itself understands are taken (AWS Glue developer guide,
/// "Using job parameters in AWS Glue jobs"): `--class`, `--extra-jars` (comma-separated; the first
/// is the application unless the command's ScriptLocation is a JAR), `--conf`, `--job-language`.
/// The others reach the application as they are, after `--JOB_NAME` and `--JOB_RUN_ID`.
public final class SparkProgram implements JobProgram {
  private static final Set<String> GLUES_OWN =
      Set.of("--class", "--extra-jars", "--conf", "--job-language");

  private final SparkSettings settings;
  private final SparkLibraries libraries;

  public SparkProgram(SparkSettings settings, SparkLibraries libraries) {
    this.settings = settings;
    this.libraries = libraries;
  }

  @Override
  public Command prepare(Request request) throws JobProgramException, InterruptedException {
    var words = new ArrayList<String>();
    if (settings.sparkHome() != null) {
      words.add(submitProgram(settings.sparkHome()).toString());
      words.addAll(List.of("--driver-memory", settings.memory()));
    } else {
      words.addAll(java(libraries.fetch()));
    }
    var jars = jars(request);
    words.addAll(List.of("--name", request.jobName()));
    words.addAll(List.of("--properties-file", properties(request).toString()));
    Optional.ofNullable(request.arguments().get("--class"))
        .ifPresent(name -> words.addAll(List.of("--class", name)));
    if (jars.size() > 1) {
      words.addAll(List.of("--jars", String.join(",", jars.subList(1, jars.size()))));
    }
    conf(request).forEach((key, value) -> words.addAll(List.of("--conf", key + "=" + value)));
    words.add(jars.getFirst());
    words.addAll(List.of("--JOB_NAME", request.jobName(), "--JOB_RUN_ID", request.runId()));
    request
        .arguments()
        .forEach(
            (name, value) -> {
              if (!GLUES_OWN.contains(name)) {
                words.addAll(List.of(name, value));
              }
            });
    return new Command(words, environment(request.folder()));
  }

  private static Path submitProgram(Path sparkHome) throws JobProgramException {
    var program = sparkHome.resolve("bin/spark-submit");
    if (!Files.isExecutable(program)) {
      throw new JobProgramException(
          "SPARK_HOME is "
              + sparkHome
              + ", but there is no bin/spark-submit in it. Set it to an unpacked Spark, or unset it"
              + " and Spark is fetched.");
    }
    return program;
  }

  /// The virtual machine that runs this process; Spark with Hadoop 3.5 runs on Java 17 to 25.
  private List<String> java(Path classPathFolder) {
    var java = Path.of(System.getProperty("java.home"), "bin", "java");
    var words = new ArrayList<String>(List.of(java.toString(), "-Xmx" + settings.memory()));
    words.addAll(JavaOptions.FOR_SPARK);
    words.addAll(List.of("-cp", classPathFolder + "/*", "org.apache.spark.deploy.SparkSubmit"));
    return words;
  }

  /// The application's JAR first.
  private static List<String> jars(Request request) throws JobProgramException {
    var script = request.job().path("Command").path("ScriptLocation").asText();
    var extra = request.arguments().getOrDefault("--extra-jars", "");
    var jars =
        Stream.concat(Stream.of(script).filter(name -> name.endsWith(".jar")), split(extra))
            .distinct()
            .toList();
    if (jars.isEmpty()) {
      throw new JobProgramException(
          "Job "
              + request.jobName()
              + " has no JAR to run: its ScriptLocation is '"
              + script
              + "' and it has no --extra-jars. Name the application's JAR in --extra-jars and its"
              + " main class in --class (DefaultArguments of the job); scripts do not run here.");
    }
    for (var jar : jars) {
      if (!jar.contains("://") && !Files.isRegularFile(Path.of(jar))) {
        throw new JobProgramException(
            "The JAR "
                + jar
                + " of job "
                + request.jobName()
                + " is not there. Build it, or"
                + " correct the job's --extra-jars.");
      }
    }
    return jars;
  }

  private static Stream<String> split(String list) {
    return Arrays.stream(list.split(",")).map(String::strip).filter(name -> !name.isEmpty());
  }

  /// `--conf` has one value in Glue; further settings follow in it, each with another `--conf`.
  private static Map<String, String> conf(Request request) throws JobProgramException {
    var settings = new LinkedHashMap<String, String>();
    var text = request.arguments().getOrDefault("--conf", "");
    for (var one : text.split("(^|\\s)--conf\\s+")) {
      var assignment = one.strip();
      var equals = assignment.indexOf('=');
      if (equals > 0) {
        settings.put(assignment.substring(0, equals), assignment.substring(equals + 1));
      } else if (!assignment.isEmpty()) {
        throw new JobProgramException(
            "--conf of job "
                + request.jobName()
                + " must be like 'a=1 --conf b=2', not '"
                + text
                + "'.");
      }
    }
    return settings;
  }

  private boolean isOnThisMachine() {
    return settings.master().startsWith("local");
  }

  private Path properties(Request request) {
    var properties = new TreeMap<>(SparkProperties.s3(settings));
    if (isOnThisMachine()) {
      properties.putAll(SparkProperties.onOneMachine(request.folder()));
    }
    properties.put("spark.master", settings.master());
    var file = request.folder().resolve("spark.properties");
    try {
      Files.write(
          file,
          properties.entrySet().stream()
              .map(entry -> entry.getKey() + " " + entry.getValue().replace("\\", "\\\\"))
              .toList());
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be written: " + e, e);
    }
  }

  private Map<String, String> environment(Path folder) {
    var environment = new TreeMap<>(settings.credentials());
    environment.put("AWS_REGION", settings.region());
    if (isOnThisMachine()) {
      environment.put("SPARK_LOCAL_DIRS", folder.resolve("scratch").toString());
      environment.put("SPARK_LOCAL_IP", "127.0.0.1");
    }
    environment.putIfAbsent("JAVA_HOME", Objects.requireNonNull(System.getProperty("java.home")));
    return environment;
  }
}
