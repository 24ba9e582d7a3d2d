package io.millrace.local.glue.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.millrace.local.glue.JobProgram;
import io.millrace.local.glue.JobProgramException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The command that submits a job.
class SparkProgramTest {
  @TempDir private Path folder;
  private Path jar;

  @BeforeEach
  void jar() throws IOException {
    jar = Files.createFile(folder.resolve("job.jar"));
  }

  private JobProgram.Command command(Map<String, String> environment, String... arguments)
      throws Exception {
    var settings =
        SparkSettings.of(
            folder.resolve("spark"),
            URI.create("http://127.0.0.1:1"),
            "key",
            "s3cret",
            environment);
    return new SparkProgram(
            settings, new SparkLibraries(folder.resolve("spark"), folder, List.of()))
        .prepare(request(arguments));
  }

  private JobProgram.Request request(String... arguments) {
    var map = new LinkedHashMap<String, String>();
    for (var i = 0; i < arguments.length; i += 2) {
      map.put(arguments[i], arguments[i + 1]);
    }
    var job = JsonNodeFactory.instance.objectNode();
    job.putObject("Command").put("ScriptLocation", "s3://scripts/none.scala");
    return new JobProgram.Request("etl", "jr_1", job, map, folder);
  }

  @Test
  void argumentsReachTheApplicationExceptGluesOwn() throws Exception {
    var words =
        command(
                Map.of(),
                "--class",
                "org.example.Job",
                "--extra-jars",
                jar + ", s3://jars/more.jar",
                "--conf",
                "spark.a=1 --conf spark.b=x y",
                "--execution-id",
                "run 1",
                "--job-language",
                "scala")
            .words();

    assertThat(words)
        .containsSubsequence(
            "org.apache.spark.deploy.SparkSubmit",
            "--name",
            "etl",
            "--class",
            "org.example.Job",
            "--jars",
            "s3://jars/more.jar",
            "--conf",
            "spark.a=1",
            "--conf",
            "spark.b=x y",
            jar.toString(),
            "--JOB_NAME",
            "etl",
            "--JOB_RUN_ID",
            "jr_1",
            "--execution-id",
            "run 1")
        .endsWith("run 1");
  }

  @Test
  void credentialsAreInTheEnvironmentOnly() throws Exception {
    var command = command(Map.of(), "--extra-jars", jar.toString());

    assertThat(command.environment()).containsEntry("AWS_SECRET_ACCESS_KEY", "s3cret");
    assertThat(String.join(" ", command.words())).doesNotContain("s3cret");
    var properties = Files.readString(folder.resolve("spark.properties"));
    assertThat(properties)
        .contains("spark.master local[*]")
        .contains("spark.hadoop.fs.s3a.endpoint http://127.0.0.1:1")
        .doesNotContain("s3cret");
  }

  @Test
  void aSparkOfOnesOwnIsUsedWithItsMaster() throws Exception {
    var home = folder.resolve("my-spark");
    var submit = home.resolve("bin/spark-submit");
    Files.createDirectories(submit.getParent());
    Files.createFile(submit);
    assertThat(submit.toFile().setExecutable(true)).isTrue();

    var words =
        command(
                Map.of(
                    "SPARK_HOME",
                    home.toString(),
                    "MILLRACE_SPARK_MASTER",
                    "spark://h:7077",
                    "MILLRACE_SPARK_MEMORY",
                    "2g"),
                "--extra-jars",
                jar.toString())
            .words();

    assertThat(words).startsWith(submit.toString(), "--driver-memory", "2g");
    assertThat(Files.readString(folder.resolve("spark.properties")))
        .contains("spark.master spark://h:7077")
        .doesNotContain("spark.driver.host");
  }

  @Test
  void aJobWithoutItsJarSaysWhatIsMissing() {
    assertThatThrownBy(() -> command(Map.of()))
        .isInstanceOf(JobProgramException.class)
        .hasMessageContaining("Job etl has no JAR to run")
        .hasMessageContaining("--extra-jars");
    assertThatThrownBy(() -> command(Map.of(), "--extra-jars", folder + "/no.jar"))
        .isInstanceOf(JobProgramException.class)
        .hasMessageContaining("is not there");
    assertThatThrownBy(() -> command(Map.of(), "--extra-jars", jar.toString(), "--conf", "spark.a"))
        .isInstanceOf(JobProgramException.class)
        .hasMessageContaining("--conf of job etl");
    assertThatThrownBy(() -> command(Map.of("SPARK_HOME", folder.toString()), "--extra-jars", "x"))
        .isInstanceOf(JobProgramException.class)
        .hasMessageContaining("no bin/spark-submit");
  }
}
