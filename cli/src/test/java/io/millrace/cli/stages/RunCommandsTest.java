package io.millrace.cli.stages;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.ApiConfig;
import io.millrace.api.ApiServer;
import io.millrace.engine.task.TaskOutcome;
import io.millrace.local.s3.S3Endpoint;
import io.millrace.pipelines.stages.store.ObjectLocation;
import io.millrace.pipelines.stages.store.ObjectStore;
import io.millrace.runtime.Millrace;
import io.millrace.runtime.RuntimeConfig;
import io.millrace.runtime.activity.VolatileActivityStore;
import io.millrace.runtime.machine.MachineSettings;
import io.millrace.runtime.machine.StateMachine;
import io.millrace.runtime.machine.VolatileStateMachineStore;
import io.millrace.runtime.task.HmacTaskTokens;
import io.millrace.testkit.InMemoryJournal;
import io.millrace.testkit.ScriptedConnector;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/// `mill stages status` and `mill stages cat`, over a data folder and over an address.
class RunCommandsTest {
  private static final String BUCKET = "millrace-stages";
  private static final String ONE = "{\"id\":1}\n{\"id\":2}\n";
  private static final String TWO = "{\"id\":3}\n";

  @TempDir private Path data;
  private S3Endpoint endpoint;
  private ObjectStore store;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  @BeforeEach
  void aRunThatFailedAtItsThirdStage() throws Exception {
    endpoint = S3Endpoint.start(data.resolve("objects"), 0);
    S3Client s3 =
        S3Client.builder()
            .endpointOverride(endpoint.uri())
            .region(Region.US_EAST_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
            .forcePathStyle(true)
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .build();
    s3.createBucket(create -> create.bucket(BUCKET));
    store = new ObjectStore(s3);
    put("Stage1/part-00000-a.jsonl", ONE);
    put("Stage1/part-00001-a.jsonl", TWO);
    put("Stage1/manifest.json", manifest("Stage1", "2026-11-23T12:00:00Z", ONE, TWO));
    put("Stage2/part-00000-b.jsonl", TWO);
    put("Stage2/manifest.json", manifest("Stage2", "2026-11-23T12:00:01.500Z", TWO));
    put("Stage3/error-c.json", "{\"error\":\"x.NoSubject\",\"cause\":\"There is none.\"}");
  }

  @AfterEach
  void stop() {
    store.close();
    endpoint.close();
  }

  private void put(String key, String text) {
    store.create(
        new ObjectLocation(BUCKET, "executions/run-1/" + key),
        text.getBytes(StandardCharsets.UTF_8),
        "application/json");
  }

  private static String manifest(String stage, String at, String... parts) throws Exception {
    StringBuilder list = new StringBuilder();
    for (int i = 0; i < parts.length; i++) {
      list.append(i == 0 ? "" : ",")
          .append(
              "{\"name\":\"part-0000%d-%s.jsonl\",\"records\":%d,\"bytes\":%d,\"sha256\":\"%s\"}"
                  .formatted(
                      i,
                      stage.equals("Stage1") ? "a" : "b",
                      parts[i].lines().count(),
                      parts[i].length(),
                      HexFormat.of()
                          .formatHex(
                              MessageDigest.getInstance("SHA-256")
                                  .digest(parts[i].getBytes(StandardCharsets.UTF_8)))));
    }
    return """
    {"manifestVersion":1,"runId":"run-1","stage":"%s","stageVersion":"1","schemaVersion":1,
     "format":"jsonl","fingerprint":"f","attempt":"a","records":%d,"bytes":%d,"parts":[%s],
     "publishedAt":"%s"}
    """
        .formatted(
            stage,
            String.join("", parts).lines().count(),
            String.join("", parts).length(),
            list,
            at);
  }

  private int status(Map<String, String> environment, String... arguments) {
    var command = new StatusCommand();
    command.setEnvironment(environment);
    return run(command, arguments);
  }

  private int cat(OutputStream target, String... arguments) {
    var command = new CatCommand();
    command.setEnvironment(Map.of());
    command.printTo(target);
    return run(command, arguments);
  }

  private int run(Object command, String... arguments) {
    return new CommandLine(command)
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(arguments);
  }

  private String url() {
    return endpoint.uri().toString();
  }

  @Test
  void statusShowsEachStageOfTheChainAndWhyItFailed() {
    assertThat(status(Map.of(), "run-1", "--endpoint-url", url(), "--chain", "targeting")).isZero();

    assertThat(out.toString().lines())
        .startsWith("Run run-1 in the bucket millrace-stages", "")
        .anySatisfy(line -> assertThat(line).matches("STAGE +STATE +TIME +FINISHED.*OUTPUT"))
        .anySatisfy(
            line ->
                assertThat(line)
                    .matches(
                        "Stage1 +SUCCEEDED +- +2026-11-23 12:00:00 +3 +27"
                            + " +s3://millrace-stages/executions/run-1/Stage1/ \\(2 parts\\)"))
        .anySatisfy(line -> assertThat(line).matches("Stage2 +SUCCEEDED +1\\.50 s .*Stage2/"))
        .anySatisfy(line -> assertThat(line).matches("Stage3 +FAILED .*"))
        .anySatisfy(line -> assertThat(line).matches("Stage10 +NOT_REACHED .*"))
        .endsWith("Stage3 (1 attempt failed): x.NoSubject: There is none.");
  }

  @Test
  void statusTakesTimesAndTheEndFromTheExecutionWhereItCanBeAsked() {
    try (Millrace engine =
            Millrace.start(
                RuntimeConfig.standard(),
                new Millrace.Parts(
                    journal,
                    journal,
                    new VolatileStateMachineStore(_ -> false),
                    List.of(
                        new ScriptedConnector(
                            _ -> new TaskOutcome.Failed("x.NoSubject", "There is none."))),
                    new HmacTaskTokens(new byte[32]),
                    InstantSource.system(),
                    _ -> {}));
        ApiServer api =
            ApiServer.start(
                ApiConfig.onPort(0),
                engine.executions(),
                engine.stateMachines(),
                engine.activities(new VolatileActivityStore()))) {
      String machine =
          engine
              .stateMachines()
              .create(
                  "targeting",
                  StateMachine.Type.STANDARD,
                  new MachineSettings(
                      "{\"StartAt\":\"Stage3\",\"States\":{\"Stage3\":{\"Type\":\"Task\",\"End\":true,\"Resource\":\"arn:aws:lambda:us-east-1:000000000000:function:f\"}}}",
                      "arn:aws:iam::000000000000:role/r",
                      null,
                      null,
                      null),
                  Map.of())
              .arn();
      String arn = engine.executions().start(machine, "run-1", "{}").executionArn();
      while (!engine.executions().describe(arn).summary().status().isTerminal()) {
        LockSupport.parkNanos(1_000_000);
      }

      int code =
          status(
              Map.of("AWS_ENDPOINT_URL_SFN", "http://127.0.0.1:" + api.port()),
              "run-1",
              "--endpoint-url",
              url());

      assertThat(code).isZero();
      assertThat(out.toString())
          .contains(arn + " FAILED after ")
          .contains(" s: x.NoSubject: There is none.");
    }
  }

  private final InMemoryJournal journal = new InMemoryJournal();

  @Test
  void anApiThatIsAwayIsToldAndTheObjectsAreShown() {
    int code =
        status(
            Map.of("AWS_ENDPOINT_URL_SFN", "http://127.0.0.1:1"), "run-1", "--endpoint-url", url());

    assertThat(code).isZero();
    assertThat(out.toString())
        .contains("(the Step Functions API cannot be asked: ")
        .contains("Stage2  SUCCEEDED");
  }

  @Test
  void aRunThatIsNotThereIsNamed() {
    assertThat(status(Map.of(), "no-run", "--endpoint-url", url())).isEqualTo(1);
    assertThat(err.toString()).contains("there is no run 'no-run' in the bucket millrace-stages");
    assertThat(status(Map.of(), "../x", "--endpoint-url", url())).isEqualTo(2);
  }

  @Test
  void catPrintsThePartsInOrder() {
    assertThat(cat(printed, "run-1", "Stage1", "--endpoint-url", url())).isZero();

    assertThat(printed.toString(StandardCharsets.UTF_8)).isEqualTo(ONE + TWO);
  }

  @Test
  void aDataFolderIsReadWhenNoServerUsesIt() {
    assertThat(cat(printed, "run-1", "Stage2", "--data", data.toString())).isEqualTo(3);
    assertThat(err.toString()).contains("A server uses").contains("--endpoint-url");

    endpoint.close();
    assertThat(cat(printed, "run-1", "Stage2", "--data", data.toString())).isZero();

    assertThat(printed.toString(StandardCharsets.UTF_8)).isEqualTo(TWO);
  }

  @Test
  void damageAndAbsenceEndWithOneAndAWord() {
    store.delete(new ObjectLocation(BUCKET, "executions/run-1/Stage2/part-00000-b.jsonl"));
    put("Stage2/part-00000-b.jsonl", TWO.replace('3', '4'));

    assertThat(cat(printed, "run-1", "Stage2", "--endpoint-url", url())).isEqualTo(1);
    assertThat(err.toString()).contains("SHA-256");
    assertThat(cat(printed, "run-1", "Stage3", "--endpoint-url", url())).isEqualTo(1);
    assertThat(err.toString()).contains("did not finish");
  }

  @Test
  void aReaderThatHasSeenEnoughIsNoFailureAndAFullDiskIs() {
    assertThat(cat(failing("Broken pipe"), "run-1", "Stage1", "--endpoint-url", url())).isZero();
    assertThat(err.toString()).isEmpty();

    assertThat(cat(failing("No space left on device"), "run-1", "Stage1", "--endpoint-url", url()))
        .isEqualTo(3);
    assertThat(err.toString()).contains("No space left on device");
  }

  private static OutputStream failing(String message) {
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        throw new IOException(message);
      }
    };
  }
}
