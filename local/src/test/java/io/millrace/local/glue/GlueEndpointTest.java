package io.millrace.local.glue;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Job definitions, lists and refusals.
class GlueEndpointTest {
  @TempDir private Path folder;
  private GlueEndpoint endpoint;
  private GlueClient glue;

  @BeforeEach
  void start() {
    endpoint = GlueEndpoint.start(folder, 0, new ShellProgram());
    glue = GlueClient.of(endpoint.uri());
  }

  @AfterEach
  void stop() {
    endpoint.close();
  }

  @Test
  void aJobIsKeptAsDefinedAndReplacedWholeByAnUpdate() {
    glue.createJob("e/t l", "'Description':'first','MaxRetries':0");
    endpoint.close();
    start();

    var job = glue.call("GetJob", "{\"JobName\":\"e/t l\"}").body().path("Job");
    assertThat(job.path("Name").asText()).isEqualTo("e/t l");
    assertThat(job.path("Description").asText()).isEqualTo("first");
    assertThat(job.at("/ExecutionProperty/MaxConcurrentRuns").asInt()).isEqualTo(1);

    glue.call(
        "UpdateJob",
        "{\"JobName\":\"e/t l\",\"JobUpdate\":{\"Role\":\"r\",\"Command\":{\"Name\":\"x\"}}}");
    var updated = glue.call("GetJob", "{\"JobName\":\"e/t l\"}").body().path("Job");
    assertThat(updated.has("Description")).isFalse();
    assertThat(updated.path("CreatedOn")).isEqualTo(job.path("CreatedOn"));
  }

  @Test
  void whatIsMissingOrThereAlreadyIsRefusedInGluesWords() {
    glue.createJob("etl", "");

    assertThat(glue.call("CreateJob", "{\"Name\":\"etl\",\"Role\":\"r\",\"Command\":{}}").error())
        .isEqualTo("AlreadyExistsException");
    assertThat(glue.call("CreateJob", "{\"Name\":\"b\",\"Role\":\"r\"}").error())
        .isEqualTo("InvalidInputException");
    assertThat(glue.call("GetJob", "{\"JobName\":\"no\"}").error())
        .isEqualTo("EntityNotFoundException");
    assertThat(glue.call("StartJobRun", "{\"JobName\":\"no\"}").error())
        .isEqualTo("EntityNotFoundException");
    assertThat(glue.call("GetJobRun", "{\"JobName\":\"etl\",\"RunId\":\"jr_0\"}").error())
        .isEqualTo("EntityNotFoundException");
    assertThat(glue.call("StartJobRun", "[]").error()).isEqualTo("InvalidInputException");
    assertThat(glue.call("CreateCrawler", "{}").error()).isEqualTo("UnknownOperationException");
  }

  @Test
  void deletingIsDoneEvenWhenThereIsNothingToDelete() {
    glue.createJob("etl", "");

    assertThat(glue.call("DeleteJob", "{\"JobName\":\"etl\"}").status()).isEqualTo(200);
    assertThat(glue.call("DeleteJob", "{\"JobName\":\"etl\"}").status()).isEqualTo(200);
    assertThat(glue.call("GetJobs", "{}").body().path("Jobs")).isEmpty();
  }

  @Test
  void listsComeInPagesWithTheLatestRunFirst() {
    glue.createJob("etl", "");
    var first = glue.startRun("etl");
    glue.await("etl", first, "SUCCEEDED");
    var second = glue.startRun("etl");
    glue.await("etl", second, "SUCCEEDED");

    var page = glue.call("GetJobRuns", "{\"JobName\":\"etl\",\"MaxResults\":1}").body();
    assertThat(page.at("/JobRuns/0/Id").asText()).isEqualTo(second);
    var rest =
        glue.call(
                "GetJobRuns",
                "{\"JobName\":\"etl\",\"NextToken\":\"" + page.path("NextToken").asText() + "\"}")
            .body();
    assertThat(rest.at("/JobRuns/0/Id").asText()).isEqualTo(first);
    assertThat(rest.has("NextToken")).isFalse();
  }
}
