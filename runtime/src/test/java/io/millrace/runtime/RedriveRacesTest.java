package io.millrace.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.asl.json.Payload;
import io.millrace.engine.execution.ExecutionStatus;
import io.millrace.engine.history.EventType;
import io.millrace.engine.history.HistoryEvent;
import io.millrace.engine.journal.ExecutionReads;
import io.millrace.engine.map.MapRunRow;
import io.millrace.engine.task.TaskOutcome;
import io.millrace.runtime.execution.ExecutionDescription;
import io.millrace.runtime.map.ObjectStore;
import io.millrace.testkit.ScriptedConnector;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Redrives that come at a bad moment: between two reads of somebody else, or while something ends.
class RedriveRacesTest {
  /// Has something happen between the reading of an execution's row and what follows on it.
  private static final class Interposed implements ExecutionReads {
    final AtomicReference<@Nullable Runnable> beforeFind = new AtomicReference<>();
    final AtomicReference<@Nullable Runnable> afterFind = new AtomicReference<>();
    private ExecutionReads reads;

    Interposed(World world) {
      reads = world.journal;
      world.reads =
          now -> {
            reads = now;
            return this;
          };
      world.stopAndRestart();
    }

    @Override
    public Optional<Summary> find(String executionArn) {
      once(beforeFind);
      Optional<Summary> found = reads.find(executionArn);
      once(afterFind);
      return found;
    }

    private static void once(AtomicReference<@Nullable Runnable> what) {
      Runnable runnable = what.getAndSet(null);
      if (runnable != null) {
        runnable.run();
      }
    }

    @Override
    public List<Summary> list(
        String stateMachineArn, @Nullable ExecutionStatus status, @Nullable UUID after, int limit) {
      return reads.list(stateMachineArn, status, after, limit);
    }

    @Override
    public List<HistoryEvent> events(UUID id, long fromEventId, boolean reverse, int limit) {
      return reads.events(id, fromEventId, reverse, limit);
    }
  }

  @Test
  void aDescriptionThatARedriveOvertakesTellsOfTheEndBeforeIt() {
    RedriveTest.Service service = new RedriveTest.Service();
    service.sick.add("1");
    try (World world = new World(service.connector)) {
      var reads = new Interposed(world);
      String arn = RedriveTest.start(world, World.task(""), "1");
      world.ended(arn);
      service.sick.clear();
      service.held.add("1");

      reads.afterFind.set(() -> world.millrace.executions().redrive(arn, null));
      ExecutionDescription overtaken = world.millrace.executions().describe(arn);

      assertThat(overtaken.summary().status()).isEqualTo(ExecutionStatus.FAILED);
      assertThat(overtaken.error()).isEqualTo("Sick");
      service.gate.countDown();
      assertThat(world.ended(arn).output()).isEqualTo(Payload.ofText("1"));
    }
  }

  @Test
  void anExecutionThatEndsAndIsRedrivenWhileItIsStoppedIsStopped() {
    var fails = new CountDownLatch(1);
    var redriven = new CountDownLatch(1);
    var attempts = new AtomicInteger();
    var connector =
        new ScriptedConnector(
            attempt -> {
              (attempts.incrementAndGet() == 1 ? fails : redriven).await();
              return new TaskOutcome.Failed("Sick", null);
            });
    try (World world = new World(connector)) {
      var reads = new Interposed(world);
      String arn = RedriveTest.start(world, World.task(""), "1");

      // Seen running, it fails before the stop; before it is looked at again, it is redriven.
      reads.afterFind.set(
          () -> {
            fails.countDown();
            world.until(
                () -> world.journal.find(arn).orElseThrow().status().isTerminal(), "it has failed");
            world.advance(Duration.ofSeconds(1));
            reads.beforeFind.set(() -> world.millrace.executions().redrive(arn, null));
          });
      long stopped = world.millrace.executions().stop(arn, "Enough", null);

      assertThat(stopped).isEqualTo(World.T0.plusSeconds(1).toEpochMilli());
      assertThat(world.ended(arn).error()).isEqualTo("Enough");
      assertThat(world.types(arn))
          .containsSubsequence(
              EventType.ExecutionFailed, EventType.ExecutionRedriven, EventType.ExecutionAborted);
    }
  }

  /// Takes what is written when the test lets it, and has nothing to read.
  private static final class HeldWrites implements ObjectStore {
    final CountDownLatch begun = new CountDownLatch(1);
    final CountDownLatch gate = new CountDownLatch(1);

    @Override
    public InputStream read(String bucket, String key, @Nullable String versionId)
        throws IOException {
      throw new FileNotFoundException(key);
    }

    @Override
    public List<Entry> list(String bucket, String prefix, @Nullable String after) {
      return List.of();
    }

    @Override
    public void write(String bucket, String key, Path content) throws IOException {
      begun.countDown();
      try {
        gate.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException(key);
      }
    }
  }

  @Test
  void aMapRunThatStillEndsIsRedrivenAfterThat() throws InterruptedException {
    RedriveTest.Service service = new RedriveTest.Service();
    service.sick.add("1");
    var objects = new HeldWrites();
    String exporting =
        RedriveTest.DISTRIBUTED
            .formatted(1, "STANDARD", RedriveTest.TASK)
            .replace(
                "\"End\":true,\"ItemP",
                "\"ResultWriter\":{\"Resource\":\"arn:aws:states:::s3:putObject\",\"Parameters\":"
                    + "{\"Bucket\":\"b\",\"Prefix\":\"out\"}},\"End\":true,\"ItemP");
    try (World world = new World(RuntimeConfig.standard(), objects, service.connector)) {
      String arn = RedriveTest.start(world, exporting, "[1,2,3]");
      objects.begun.await();
      UUID run = RedriveTest.mapRun(world, arn);
      world.millrace.executions().stop(arn, null, null);
      service.sick.clear();

      world.millrace.executions().redrive(arn, null);

      assertThat(world.types(arn)).endsWith(EventType.MapRunRedriven);
      assertThat(RedriveTest.row(world, run).redrive())
          .as("it still ends, so it does not begin")
          .isNull();
      assertThat(service.done).isEmpty();
      objects.gate.countDown();
      assertThat(world.ended(arn).summary().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
      assertThat(RedriveTest.row(world, run).redrive())
          .extracting(MapRunRow.Redrive::count)
          .isEqualTo(1);
      assertThat(service.done).containsExactly("1", "2", "3");
    }
  }
}
