package io.millrace.runtime.map;

import io.millrace.asl.expression.ExpressionFailure;
import io.millrace.asl.json.Payload;
import io.millrace.asl.model.StateMachineDefinition;
import io.millrace.engine.decide.Command;
import io.millrace.engine.execution.ChildOf;
import io.millrace.engine.execution.ExecutionHeader;
import io.millrace.engine.execution.ExecutionStatus;
import io.millrace.engine.journal.FencedException;
import io.millrace.engine.map.MapRunIds;
import io.millrace.engine.map.MapRunPlan;
import io.millrace.engine.map.MapRunRow;
import io.millrace.engine.map.MapRunSettings;
import io.millrace.runtime.map.items.ItemFeed;
import io.millrace.runtime.map.items.ItemReadingException;
import io.millrace.runtime.shard.Reply;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One Map Run: starts children in the order of the items, so many at once, counts them as they
/// end, and tells the parent how it went.
///
/// What it knows it can know again, by [MapRunRecovery]. All its state belongs to its own thread,
/// but for the news.
final class MapRunner {
  private static final Logger LOG = LoggerFactory.getLogger(MapRunner.class);

  /// At most so many children at once, whatever the state allows (AWS: 10,000): more save nothing
  /// on one machine, and each is memory.
  private static final int CHILDREN_MOST = 1_000;

  /// Readings that break off one after the other, without an item between them.
  private static final int READING_FAILURES_MOST = 5;

  private static final long READING_PAUSE_MILLIS = 100;

  private final MapRunPlan plan;
  private final MapRuns.Parts parts;
  private final Runnable whenOver;
  private final LinkedBlockingQueue<MapRunNews> news = new LinkedBlockingQueue<>();
  private final Thread thread;
  private final Retrying retrying = new Retrying(this::isStopping);
  private final Map<Integer, Integer> open = new HashMap<>();
  private final Queue<MapRunRecovery.Waiting> pending = new ArrayDeque<>();
  private MapRunSettings settings;
  private int nextIndex;
  private long itemsStarted;
  private long itemsFailed;
  private boolean allStarted;
  private volatile boolean stopping;
  private @Nullable StateMachineDefinition definition;

  /// Of the child that was started last, or null before the first.
  private @Nullable String mark;

  private MapRunRow.@Nullable Failure failure;
  private boolean canceled;

  MapRunner(MapRunPlan plan, MapRuns.Parts parts, Runnable whenOver) {
    this.plan = plan;
    this.parts = parts;
    this.whenOver = whenOver;
    this.settings = plan.settings();
    this.thread = Thread.ofVirtual().name("map run " + plan.id()).unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /// The parent's event that its end answers: another one when it was redriven.
  long openedEventId() {
    return plan.mapRun().openedEventId();
  }

  void tell(MapRunNews one) {
    news.add(one);
  }

  /// The server stops; the next start goes on.
  void interrupt() {
    stopping = true;
    thread.interrupt();
  }

  /// Also where a library has swallowed the interrupt.
  private boolean isStopping() {
    return stopping;
  }

  private void run() {
    try {
      work();
      conclude();
    } catch (InterruptedException _) {
      // The server stops; the next start goes on.
    } catch (FencedException e) {
      LOG.atDebug().addKeyValue("mapRunArn", plan.arn()).setCause(e).log("Another server goes on");
    } catch (Throwable e) { // also an Error ends this one only
      LOG.atError()
          .addKeyValue("mapRunArn", plan.arn())
          .setCause(e)
          .log("A Map Run fell over an error of ours; it fails");
      giveUp(e);
    } finally {
      whenOver.run();
    }
  }

  /// Nobody may wait for ever for what cannot be done: the parent fails, and the children stop.
  private void giveUp(Throwable reason) {
    try {
      retrying.goOn();
      failure =
          new MapRunRow.Failure(
              "States.Runtime", "The Map Run fell over an error of the server: " + reason);
      ChildrenStopped.of(parts, retrying, plan.id(), tellParent(null));
    } catch (InterruptedException _) {
      // The server stops; the next start tries again.
    } catch (Throwable e) { // there is nobody left to tell
      LOG.atError()
          .addKeyValue("mapRunArn", plan.arn())
          .setCause(e)
          .log("A Map Run could not be failed; a restart goes on with it");
    }
  }

  private void work() throws InterruptedException {
    definition =
        ChildDefinition.of(
            retrying.answered(() -> parts.definitions().apply(plan.parent().machineRevision())),
            plan.mapState());
    takeUp(MapRunRecovery.of(plan, parts, retrying));
    redriveAll();
    startAll();
    while (!isOver()) {
      hear(news.take());
    }
    keepFailure();
    if (!open.isEmpty()) {
      stopOpen();
      while (!open.isEmpty()) {
        hear(news.take());
      }
    }
    if (!canceled && failure == null) {
      // A child may have failed unheard, between two looks at the store in MapRunRecovery.
      itemsFailed =
          MapRunRecovery.failedItems(
              retrying.answered(() -> parts.store().progress(plan.id(), parts.redrivable())));
      checkThreshold();
    }
  }

  private void takeUp(MapRunRecovery found) {
    settings = found.settings();
    failure = found.failure();
    open.putAll(found.open());
    pending.addAll(found.pending());
    nextIndex = found.nextIndex();
    itemsStarted = found.itemsStarted();
    itemsFailed = found.itemsFailed();
    allStarted = found.allStarted();
    mark = found.mark();
    checkThreshold();
  }

  /// Redrives the children that an earlier run of this Map Run left unsuccessful.
  private void redriveAll() throws InterruptedException {
    while (!isOver() && !pending.isEmpty()) {
      MapRunNews one = hasRoom() ? news.poll() : news.take();
      if (one != null) {
        hear(one);
      } else {
        redriveNext(pending.remove());
      }
    }
  }

  private void redriveNext(MapRunRecovery.Waiting child) {
    int index = child.index();
    open.put(index, child.itemCount());
    var command = new Command.Redrive(null, plan.mapRun().redriveCount(), plan.express());
    var _ =
        parts
            .host()
            .command(childId(index), command)
            .thenAccept(
                reply -> {
                  if (reply instanceof Reply.NotOpen) { // it cannot be redriven, and stays as it is
                    tell(new MapRunNews.ChildEnded(index, ExecutionStatus.FAILED));
                  } else {
                    lostIfBroken(index, reply);
                  }
                });
  }

  /// Before children are stopped: after a crash their ends would be taken for the reason, or for
  /// tolerable.
  private void keepFailure() throws InterruptedException {
    MapRunRow.Failure why = failure;
    if (why != null && !canceled) {
      retrying.answered(
          () -> {
            parts.store().fail(plan.id(), why);
            return true;
          });
    }
  }

  /// Starts children until all items have one: from then on the source of the items is needed no
  /// more, and may change or vanish.
  private void startAll() throws InterruptedException {
    int failures = 0;
    while (!isOver() && !allStarted) {
      long before = itemsStarted;
      try (ItemFeed feed = ItemFeed.open(plan, parts.objects(), itemsStarted, mark)) {
        while (!isOver() && !allStarted) {
          MapRunNews one = hasRoom() ? news.poll() : news.take();
          if (one != null) {
            hear(one);
          } else {
            startNext(feed);
          }
        }
      } catch (ItemReadingException | ObjectStore.RefusedException e) {
        retrying.goOn();
        fail("States.ItemReaderFailed", e.getMessage());
      } catch (IOException e) {
        retrying.goOn();
        // Children may run for hours, and nobody keeps a connection open that long: reading begins
        // again, and goes on after the last child.
        failures = itemsStarted > before ? 1 : failures + 1;
        if (failures > READING_FAILURES_MOST) {
          fail("States.ItemReaderFailed", e.getMessage());
        } else {
          Thread.sleep(READING_PAUSE_MILLIS << failures);
        }
      } catch (ExpressionFailure e) {
        fail(e.error(), e.explanation());
      }
    }
  }

  private boolean isOver() {
    return canceled || failure != null || (allStarted && pending.isEmpty() && open.isEmpty());
  }

  private boolean hasRoom() {
    int most =
        settings.concurrencyMax() == 0
            ? CHILDREN_MOST
            : Math.min(CHILDREN_MOST, settings.concurrencyMax());
    return open.size() < most;
  }

  private void startNext(ItemFeed feed)
      throws IOException, ItemReadingException, InterruptedException {
    ItemFeed.Next next = feed.next();
    if (next == null) {
      allStarted = true;
      long total = itemsStarted;
      retrying.answered(
          () -> {
            parts.store().counted(plan.id(), total);
            return true;
          });
      checkThreshold();
      return;
    }
    if (Utf8.isLonger(next.input().text(), parts.payloadBytesMax())) {
      fail(
          "States.DataLimitExceeded",
          "The input of the child execution with the index "
              + nextIndex
              + " is larger than "
              + parts.payloadBytesMax()
              + " bytes.");
      return;
    }
    begin(next);
  }

  private void begin(ItemFeed.Next next) {
    int index = nextIndex++;
    itemsStarted += next.itemCount();
    mark = next.mark();
    open.put(index, next.itemCount());
    ExecutionHeader header =
        MapRunIds.child(
            plan,
            new ChildOf(plan.id(), plan.mapState(), index, next.itemCount(), next.mark()),
            parts.clock().millis());
    var _ =
        parts
            .host()
            .begin(header, Objects.requireNonNull(definition), new Command.Start(next.input()))
            .thenAccept(reply -> lostIfBroken(index, reply));
  }

  private void stopOpen() {
    for (int index : open.keySet()) {
      var _ =
          parts
              .host()
              .command(childId(index), new Command.Stop(null, null))
              .thenAccept(reply -> lostIfBroken(index, reply));
    }
  }

  private UUID childId(int index) {
    return MapRunIds.childId(plan.id(), plan.startedMillis(), index);
  }

  private void lostIfBroken(int index, Reply reply) {
    switch (reply) {
      case Reply.Broken broken ->
          tell(new MapRunNews.ChildLost(index, String.valueOf(broken.reason().getMessage())));
      case Reply.NameTaken _ -> tell(new MapRunNews.ChildLost(index, "its name is taken"));
      case Reply.NoSuchExecution _ -> tell(new MapRunNews.ChildLost(index, "it is not there"));
      case Reply.Done _, Reply.NotOpen _, Reply.Stopped _ -> {
        // Its end is told by itself, or by the next start.
      }
    }
  }

  private void hear(MapRunNews one) {
    switch (one) {
      case MapRunNews.ChildEnded ended -> {
        Integer items = open.remove(ended.index());
        if (items != null && ended.status() != ExecutionStatus.SUCCEEDED) {
          itemsFailed += items;
          checkThreshold();
        }
      }
      case MapRunNews.ChildLost lost -> {
        if (open.remove(lost.index()) != null) {
          fail(
              "States.Runtime",
              "The child execution with the index " + lost.index() + " is lost: " + lost.reason());
        }
      }
      case MapRunNews.Canceled _ -> canceled = true;
      case MapRunNews.Changed changed -> {
        settings = changed.settings();
        checkThreshold();
      }
    }
  }

  private void checkThreshold() {
    Long total =
        plan.items() != null
            ? Long.valueOf(plan.items().size())
            : allStarted ? Long.valueOf(itemsStarted) : null;
    if (settings.isExceeded(itemsFailed, total)) {
      fail(
          "States.ExceedToleratedFailureThreshold",
          "The specified tolerated failure threshold was exceeded");
    }
  }

  /// The first reason counts.
  private void fail(String error, @Nullable String cause) {
    if (failure == null) {
      failure = new MapRunRow.Failure(error, cause == null ? "" : cause);
    }
  }

  /// All children have ended: hands on the results.
  private void conclude() throws InterruptedException {
    boolean written = false;
    Payload output = null;
    if (!canceled) {
      try {
        MapRunResults results = new MapRunResults(plan, parts, retrying);
        written = results.isExported();
        output = written ? results.export(!allStarted) : failure == null ? results.output() : null;
      } catch (MapRunResults.Unfit e) {
        fail(e.error(), e.getMessage());
      }
    }
    MapRunRow.Status status = canceled ? MapRunRow.Status.ABORTED : tellParent(output);
    boolean wasWritten = written && output != null;
    long now = parts.clock().millis();
    retrying.answered(
        () -> {
          parts.store().end(plan.id(), status, now, wasWritten);
          return true;
        });
  }

  /// Tells the parent, until that is durable or the parent is past caring.
  private MapRunRow.Status tellParent(@Nullable Payload output) throws InterruptedException {
    MapRunRow.Failure why = failure;
    Command command =
        why == null
            ? new Command.MapRunSucceeded(
                plan.mapRun().openedEventId(), Objects.requireNonNull(output))
            : new Command.MapRunFailed(plan.mapRun().openedEventId(), why.error(), why.cause());
    retrying.goOn();
    try {
      return switch (parts.host().command(plan.parent().id(), command).get()) {
        case Reply.Done _ -> why == null ? MapRunRow.Status.SUCCEEDED : MapRunRow.Status.FAILED;
        case Reply.Broken broken -> throw new IllegalStateException(broken.reason());
        case Reply.Stopped _ -> throw new InterruptedException("the server stops");
        case Reply.NotOpen _, Reply.NoSuchExecution _, Reply.NameTaken _ ->
            MapRunRow.Status.ABORTED;
      };
    } catch (ExecutionException e) {
      throw new IllegalStateException("answers are values, never exceptions", e);
    }
  }
}
