package io.millrace.cli.stages.demo;

import io.millrace.cli.ExitCode;
import io.millrace.cli.StopSignal;
import io.millrace.cli.wiring.StageClients;
import io.millrace.cli.wiring.StageTrial;
import io.millrace.pipelines.stages.chain.Chain;
import io.millrace.pipelines.stages.chain.ChainStage.SparkStage;
import java.io.IOException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;

/// One demo on a server that runs: messages, perhaps kills, the ledger, perhaps the redrive and a
/// second ledger. Used once.
final class Demo {
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  /// When nothing has changed for so long, nothing will.
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /// Spark is fetched when its first job runs, and computes for a while.
  private static final Duration SPARK_PATIENCE = Duration.ofMinutes(30);

  private final Parts parts;
  private final Publications publications;
  private final DemoScene scene;
  private final AtomicReference<Standing> last = new AtomicReference<>(new Standing(0, 0, 0, 0, 0));

  /// What a demo happens on.
  ///
  /// @param plan what is published
  /// @param topic where
  record Parts(
      Chain chain,
      ServerProcess server,
      StageClients clients,
      StageTrial trial,
      DemoFolder folder,
      Publications.Plan plan,
      Publications.Topic topic,
      DemoLines lines,
      StopSignal signal) {}

  Demo(Parts parts) {
    this.parts = parts;
    var folder = parts.folder();
    this.publications = new Publications(folder.published(parts.plan().tag()));
    this.scene =
        new DemoScene(
            parts.chain(),
            parts.clients(),
            parts.trial(),
            folder.published(parts.plan().tag()),
            folder.redriven(parts.plan().tag()),
            new RunWatch(
                parts.clients().s3(),
                parts.chain().bucket(),
                parts.chain().stages().getLast().name(),
                parts.plan().ids().keySet()));
  }

  /// Returns what the process should end with.
  ///
  /// @param kills how often the server is killed
  /// @param random decides when
  /// @param repair whether what fails is to be repaired in the end
  int run(int kills, Random random, boolean repair) throws IOException, InterruptedException {
    try {
      return carryOut(kills, random, repair);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException trouble) {
        throw trouble;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  private int carryOut(int kills, Random random, boolean repair)
      throws IOException, InterruptedException, ExecutionException {
    if (!everythingIsWorkedOn(kills, random)) {
      return ExitCode.INTERRUPTED;
    }
    var ledger = scene.ledger();
    parts.lines().show("", ledger.lines());
    var sound = ledger.addsUp();
    if (repair) {
      parts.trial().repair();
      parts
          .lines()
          .tell("the fault is repaired; the dead letters go back: %d".formatted(scene.redrive()));
      if (!waitsForRest(null)) {
        return ExitCode.INTERRUPTED;
      }
      var after = scene.ledger();
      parts.lines().show("", after.lines());
      sound &= after.addsUp() && after.succeeded().equals(after.published());
    }
    parts
        .lines()
        .tell(sound ? "the ledger adds up: nothing is lost" : "the ledger does NOT add up");
    return sound ? ExitCode.OK : ExitCode.FAILED;
  }

  /// @return false when the program was asked to stop meanwhile
  private boolean everythingIsWorkedOn(int kills, Random random)
      throws InterruptedException, ExecutionException {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> publishing =
          threads.submit(task(() -> publications.publish(parts.topic(), parts.plan())));
      Future<?> killing =
          threads.submit(
              task(
                  () ->
                      new Kills(kills, random)
                          .carryOut(parts.server(), this::progress, parts.lines()::tell)));
      try {
        if (!waitsForRest(() -> isOver(killing) && isOver(publishing))) {
          return false;
        }
        publications.stop();
        publishing.get();
        killing.get();
        return true;
      } finally {
        publications.stop();
        killing.cancel(true);
      }
    }
  }

  /// Whether it has ended; throws what it ended with.
  private static boolean isOver(Future<?> work) throws InterruptedException, ExecutionException {
    if (!work.isDone()) {
      return false;
    }
    work.get();
    return true;
  }

  private interface Work {
    void carryOut() throws IOException, InterruptedException;
  }

  private static Callable<Boolean> task(Work work) {
    return () -> {
      work.carryOut();
      return true;
    };
  }

  /// How much is done, 0 to 1, publishing included, so that a kill may meet a publisher.
  private double progress() {
    var now = last.get();
    return (publications.acknowledged() + now.succeeded() + now.deadLetters())
        / (2.0 * parts.plan().ids().size());
  }

  /// Shows how things stand until nothing is on its way any more.
  ///
  /// @param before what must be so, too; null for nothing
  /// @return false when the program was asked to stop meanwhile
  private boolean waitsForRest(@Nullable Finished before)
      throws InterruptedException, ExecutionException {
    var changedNanos = System.nanoTime();
    while (true) {
      if (parts.signal().await(LOOK_EVERY)) {
        return false;
      }
      var finished = before == null || before.is();
      try {
        var now = scene.standing(publications.acknowledged());
        parts.lines().progress(now.toString());
        if (finished && now.isAtRest()) {
          return true;
        }
        if (!now.equals(last.getAndSet(now)) || !finished) {
          changedNanos = System.nanoTime();
        }
      } catch (SdkException e) {
        parts.lines().progress("the server does not answer");
      }
      if (System.nanoTime() - changedNanos > patience().toNanos()) {
        parts
            .lines()
            .tell(
                "nothing has changed for %d minutes; counting as it is"
                    .formatted(patience().toMinutes()));
        return true;
      }
    }
  }

  private Duration patience() {
    return parts.chain().stages().stream().anyMatch(SparkStage.class::isInstance)
        ? SPARK_PATIENCE
        : PATIENCE;
  }

  private interface Finished {
    boolean is() throws InterruptedException, ExecutionException;
  }
}
