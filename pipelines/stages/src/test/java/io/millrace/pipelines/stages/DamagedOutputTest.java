package io.millrace.pipelines.stages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.pipelines.stages.Kit.Copy;
import io.millrace.pipelines.stages.output.ChecksumMismatchException;
import io.millrace.pipelines.stages.output.ManifestUnreadableException;
import io.millrace.pipelines.stages.output.OutputAmbiguousException;
import io.millrace.pipelines.stages.output.OutputIncompleteException;
import io.millrace.pipelines.stages.output.OutputMissingException;
import io.millrace.pipelines.stages.output.PartMissingException;
import io.millrace.pipelines.stages.output.PartTruncatedException;
import io.millrace.pipelines.stages.output.RecordUnreadableException;
import io.millrace.pipelines.stages.output.SchemaMismatchException;
import io.millrace.pipelines.stages.output.StageOutput;
import io.millrace.pipelines.stages.output.ValueTooLargeException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/// What a stage does about an input that is not a whole, sound output.
class DamagedOutputTest {
  private static void refuses(String run, Class<? extends Exception> error, String... words) {
    assertThatThrownBy(() -> Kit.call(new Copy(), Kit.event(run, "B", "A")))
        .isExactlyInstanceOf(error)
        .hasMessageContainingAll(words);
    assertThat(TestS3.objects("executions/" + run + "/B/").keySet())
        .as("nothing but the record of the failure")
        .allMatch(name -> name.startsWith("error-"));
  }

  @Test
  void anOutputThatIsNotThereIsMissing() {
    refuses("missing", OutputMissingException.class, "executions/missing/A/", "runId");
  }

  @Test
  void partsWithoutAManifestAreAnIncompleteOutput() throws Exception {
    Kit.rows("half", "A", 3);
    TestS3.delete("executions/half/A/manifest.json");

    refuses("half", OutputIncompleteException.class, "executions/half/A/", "did not finish");
  }

  @Test
  void aSparkJobThatHasNotFinishedIsAnIncompleteOutput() {
    TestS3.put("executions/half-spark/A/part-00000-x.json", "{\"id\":1}\n");
    TestS3.put("executions/half-spark/A/_temporary/0/part-00001-x.json", "{\"id\":2}\n");

    refuses("half-spark", OutputIncompleteException.class, "_SUCCESS");
  }

  @Test
  void aPartThatIsGoneIsNamed() throws Exception {
    Kit.rows("gone", "A", 3);
    var key = Kit.part("gone", "A", 0);
    TestS3.delete(key);

    refuses("gone", PartMissingException.class, key);
  }

  @Test
  void aPartThatIsTooShortIsNamed() throws Exception {
    Kit.rows("short", "A", 100);
    var key = Kit.part("short", "A", 0);
    var bytes = TestS3.bytes(key);
    TestS3.put(key, Arrays.copyOf(bytes, bytes.length / 2));

    refuses("short", PartTruncatedException.class, key, bytes.length / 2 + " of " + bytes.length);
  }

  @Test
  void aChangedByteIsAChecksumMismatchWhereverItIs() throws Exception {
    for (var position : new int[] {0, 700, 1_300}) {
      var run = "changed-" + position;
      Kit.rows(run, "A", 100);
      var key = Kit.part(run, "A", 0);
      var bytes = TestS3.bytes(key);
      bytes[position] ^= 1;
      TestS3.put(key, bytes);

      refuses(run, ChecksumMismatchException.class, key);
    }
  }

  @Test
  void aPartThatHasGrownIsAChecksumMismatch() throws Exception {
    Kit.rows("grown", "A", 3);
    var key = Kit.part("grown", "A", 0);
    TestS3.put(key, TestS3.text(key) + "{\"id\":4}\n");

    refuses("grown", ChecksumMismatchException.class, key);
  }

  @Test
  void aManifestThatIsNoneOrOfALaterKitIsUnreadable() throws Exception {
    TestS3.put("executions/no-manifest/A/manifest.json", "{\"parts\":");
    refuses("no-manifest", ManifestUnreadableException.class, "executions/no-manifest/A/");

    Kit.rows("later", "A", 1);
    var text = TestS3.text("executions/later/A/manifest.json");
    TestS3.put(
        "executions/later/A/manifest.json",
        text.replace("\"manifestVersion\" : 1", "\"manifestVersion\" : 2"));
    refuses("later", ManifestUnreadableException.class, "manifestVersion 2");
  }

  @Test
  void aManifestCannotNameAnObjectElsewhere() throws Exception {
    Kit.rows("elsewhere", "A", 1);
    var manifest = TestS3.text("executions/elsewhere/A/manifest.json");
    var name = Kit.manifest("elsewhere", "A").path("parts").path(0).path("name").asText();
    TestS3.put(
        "executions/elsewhere/A/manifest.json", manifest.replace(name, "../../other/secret"));

    refuses("elsewhere", ManifestUnreadableException.class, "../../other/secret");
  }

  @Test
  void anotherSchemaVersionIsRefused() throws Exception {
    Kit.rows("schema", "A", 1);
    var newer =
        new Copy() {
          @Override
          protected int readsSchemaVersion() {
            return 2;
          }
        };

    assertThatThrownBy(() -> Kit.call(newer, Kit.event("schema", "B", "A")))
        .isExactlyInstanceOf(SchemaMismatchException.class)
        .hasMessageContainingAll("schema version 1", "reads 2");
  }

  @Test
  void aSparkJobsFolderIsReadLikeAnyOther() throws Exception {
    var folder = "executions/spark/A/";
    TestS3.put(folder + "part-00000-x-c000.json", "{\"id\":1,\"text\":\"a\"}\n{\"id\":2}\n");
    TestS3.put(folder + "part-00001-x-c000.json", "");
    TestS3.put(folder + "part-00002-x-c000.json.gz", gzip("{\"id\":3,\"text\":\"c\"}\n"));
    TestS3.put(folder + "_committed_1", "{}");
    TestS3.put(folder, ""); // the mark that Hadoop's S3 client leaves of a folder
    TestS3.put(folder + "_SUCCESS", "");

    var answer = Kit.call(new Kit.Sum(), Kit.event("spark", "B", "A"));

    assertThat(answer.path("recordsProcessed").asInt()).isEqualTo(3);
    assertThat(TestS3.text(Kit.part("spark", "B", 0))).isEqualTo("6");
    assertThat(Kit.call(new Kit.Sum(), Kit.event("spark", "B", "A")).path("reused").asBoolean())
        .isTrue();
    TestS3.put(folder + "part-00001-x-c000.json", "{\"id\":4}\n");
    assertThat(Kit.call(new Kit.Sum(), Kit.event("spark", "B", "A")).path("reused").asBoolean())
        .as("another job run has other content")
        .isFalse();
  }

  @Test
  void aSparkJobsAddressesAreThoseOfThePublishedPartsOnly() throws Exception {
    Kit.rows("uris", "A", 3);
    TestS3.put("executions/uris/A/part-00000-orphan.jsonl", "{\"id\":9}\n");

    var uris = StageOutput.find(TestS3.store(), TestS3.BUCKET, "uris", "A").uris("s3a");

    assertThat(uris).containsExactly("s3a://" + TestS3.BUCKET + "/" + Kit.part("uris", "A", 0));
  }

  @Test
  void aSparkJobThatWroteSomethingElseIsRefused() {
    TestS3.put("executions/parquet/A/part-00000.snappy.parquet", "PAR1");
    TestS3.put("executions/parquet/A/_SUCCESS", "");
    refuses("parquet", RecordUnreadableException.class, "part-00000.snappy.parquet", "JSON Lines");

    TestS3.put("executions/nested/A/country=AT/part-00000.json", "{}");
    TestS3.put("executions/nested/A/_SUCCESS", "");
    refuses("nested", RecordUnreadableException.class, "country=AT", "partitioning");
  }

  @Test
  void aFolderOfBothKindsIsAmbiguous() throws Exception {
    Kit.rows("both", "A", 1);
    TestS3.put("executions/both/A/_SUCCESS", "");

    refuses("both", OutputAmbiguousException.class, "manifest.json", "_SUCCESS");
  }

  @Test
  void aRecordOfAnotherTypeIsNamedByItsPlace() {
    TestS3.put("executions/type/A/part-00000.json", "{\"id\":1}\n{\"id\":\"x\"}\n");
    TestS3.put("executions/type/A/_SUCCESS", "");
    refuses("type", RecordUnreadableException.class, "part-00000.json", "record 2");

    TestS3.put("executions/null/A/part-00000.json", "null\n");
    TestS3.put("executions/null/A/_SUCCESS", "");
    refuses("null", RecordUnreadableException.class, "null");

    TestS3.put("executions/cut/A/part-00000.json", "{\"id\":1}\n{\"id\":");
    TestS3.put("executions/cut/A/_SUCCESS", "");
    refuses("cut", RecordUnreadableException.class, "record 2");
  }

  @Test
  void aValueThatDoesNotFitIsRefusedBeforeItIsReadAndWhenItIsWritten() throws Exception {
    Kit.rows("large", "A", 1000);
    var services = TestS3.services();
    var small =
        new StageServices(services.store(), TestS3.BUCKET, services.clock(), 1_000, 1_000_000);

    assertThatThrownBy(() -> Kit.call(small, new Kit.Sum(), Kit.event("large", "B", "A")))
        .isExactlyInstanceOf(ValueTooLargeException.class)
        .hasMessageContainingAll("RecordStage", "may have 1000.");

    var grows =
        new ValueStage<Integer, String>() {
          @Override
          protected String process(Integer input, StageRun run) {
            return "x".repeat(input);
          }
        };
    var event = Kit.event("grows", "A");
    event.put("initialData", 2_000);
    assertThatThrownBy(() -> Kit.call(small, grows, event))
        .isExactlyInstanceOf(ValueTooLargeException.class);
  }

  private static byte[] gzip(String text) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new GZIPOutputStream(bytes)) {
      zip.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }
}
