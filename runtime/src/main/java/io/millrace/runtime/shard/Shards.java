package io.millrace.runtime.shard;

import io.millrace.asl.model.StateMachineDefinition;
import io.millrace.engine.decide.Command;
import io.millrace.engine.decide.Decider;
import io.millrace.engine.execution.ExecutionHeader;
import io.millrace.engine.journal.FencedException;
import io.millrace.engine.journal.Journal;
import io.millrace.engine.map.MapRunIds;
import io.millrace.engine.task.Connector;
import io.millrace.engine.task.TaskTokens;
import io.millrace.runtime.Refusal;
import io.millrace.runtime.RefusedException;
import io.millrace.runtime.RuntimeConfig;
import io.millrace.runtime.map.MapRunHost;
import io.millrace.runtime.map.MapRuns;
import io.millrace.runtime.map.ObjectStore;
import io.millrace.runtime.task.ActivityQueues;
import io.millrace.runtime.task.Dispatcher;
import io.millrace.runtime.watch.ExecutionListener;
import io.millrace.runtime.watch.GuardedListener;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All shards with what they share: the way commands reach executions. Safe for concurrent use.
public final class Shards implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Shards.class);

  /// Data of commands that wait, in characters: an eighth of the heap, for each is held about
  /// twice.
  private static final long BACKLOG_CHARACTERS_MAX =
      Math.clamp(Runtime.getRuntime().maxMemory() / 8, 16L << 20, 256L << 20);

  private final RuntimeConfig config;
  private final Consumer<Throwable> owner;
  private final List<Shard> shards = new ArrayList<>();
  private final Committer committer;
  private final ExecutionListener listener;
  private final Dispatcher dispatcher;
  private final MapRuns mapRuns;
  private final Loader loader;
  private final Waker waker;
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicLong waitingCharacters = new AtomicLong();
  private final AtomicReference<@Nullable Throwable> halted = new AtomicReference<>();
  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile boolean closing;

  /// What is needed from outside.
  ///
  /// @param definitions by revision
  /// @param listener hears of everything durable
  /// @param onHalted told once, on a thread of its own, when nothing is carried out any more: a
  ///   [FencedException] when another process has taken over, else what one of the loops fell over
  public record Outside(
      Journal journal,
      Function<UUID, StateMachineDefinition> definitions,
      List<Connector> connectors,
      ObjectStore objects,
      TaskTokens tokens,
      InstantSource clock,
      ExecutionListener listener,
      Consumer<Throwable> onHalted) {}

  /// Starts the loops and, in the background, resumes what an earlier run left.
  public Shards(RuntimeConfig config, Outside outside) {
    this.config = config;
    owner = outside.onHalted();
    listener = GuardedListener.of(outside.listener());
    Decider decider = new Decider(outside.tokens(), config.limits());
    committer = new Committer(outside.journal(), this::halt);
    dispatcher =
        new Dispatcher(
            outside.connectors(),
            config.tasksMax(),
            config.startedAfter(),
            outside.clock(),
            listener,
            this::tell);
    mapRuns =
        new MapRuns(
            new MapRuns.Parts(
                outside.journal(),
                outside.definitions(),
                outside.objects(),
                outside.clock(),
                config.limits().payloadBytesMax(),
                config.limits().historyEventsMax(),
                new Host()));
    loader = new Loader(outside.journal(), outside.definitions(), decider, config.loadsMax());
    long stay = config.stayFor().toMillis();
    ShardParts parts =
        new ShardParts(
            decider,
            outside.clock(),
            dispatcher,
            mapRuns,
            loader,
            committer,
            listener,
            this::halt,
            stay);
    for (int i = 0; i < config.shards(); i++) {
      shards.add(new Shard(i, parts));
    }
    waker = new Waker(outside.journal(), outside.clock(), stay, this::order, this::halt);
    shards.forEach(Shard::start);
    committer.start(shards);
    waker.start();
    mapRuns.recover();
    outside.journal().whenFenced(this::halt);
  }

  /// Begins an execution, and waits until that is durable.
  ///
  /// @throws RefusedException with [Refusal.Unavailable]
  public Reply begin(
      ExecutionHeader header, StateMachineDefinition definition, Command.Start start) {
    return ask(
        start.input().text().length(),
        () -> listener.throttled(header.stateMachineArn(), null),
        answer -> of(header.id()).post(new Mail.Begin(header, definition, start, answer)));
  }

  /// Sends a command, and waits until what follows from it is durable.
  ///
  /// @throws RefusedException with [Refusal.Unavailable]
  public Reply command(UUID executionId, Command command) {
    int characters =
        command instanceof Command.TaskSucceeded done ? done.output().text().length() : 0;
    return ask(
        characters,
        () -> listener.throttled(null, executionId),
        answer -> order(new Mail.Order(executionId, command, answer)));
  }

  /// Has all loops look at the clock: for clocks that do not go by themselves.
  public void tick() {
    waker.poke();
    shards.forEach(shard -> shard.post(new Mail.Tick()));
  }

  /// Why nothing is carried out any more and never will be by this process, or null.
  public @Nullable String halted() {
    Throwable reason = halted.get();
    return reason == null ? null : haltedText(reason);
  }

  /// Attempts that wait for workers of activities.
  public ActivityQueues activities() {
    return dispatcher.activities();
  }

  /// What is going on.
  public ShardStatistics statistics() {
    int inMemory = 0;
    int gathering = 0;
    for (Shard shard : shards) {
      inMemory += shard.inMemory();
      gathering += shard.buffer().size();
    }
    return new ShardStatistics(
        inMemory, gathering, waiting.get(), dispatcher.running(), dispatcher.waiting());
  }

  /// Takes no more commands, makes durable what is decided, interrupts all attempts (the next start
  /// dispatches them again).
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    closing = true;
    waker.stop();
    loader.stop();
    mapRuns.close();
    dispatcher.close();
    shards.forEach(shard -> shard.post(new Mail.Finish()));
    long end = System.nanoTime() + config.closeWithin().toNanos();
    try {
      for (Shard shard : shards) {
        shard.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())));
      }
      committer.stop();
      shards.forEach(shard -> shard.post(new Mail.Halt("the server has stopped")));
      committer.join(config.closeWithin().toMillis());
    } catch (InterruptedException e) {
      committer.stop();
      Thread.currentThread().interrupt();
    }
  }

  /// Nothing can be carried out any more: all loops stop, and the owner is told.
  private void halt(Throwable reason) {
    if (!halted.compareAndSet(null, reason)) {
      return;
    }
    closing = true;
    committer.stop();
    waker.stop();
    loader.stop();
    try {
      // First, so that none takes what the halting does to its children for their own failures.
      mapRuns.close();
      shards.forEach(shard -> shard.post(new Mail.Halt(haltedText(reason))));
      dispatcher.close();
      LOG.atError().setCause(reason).log(haltedText(reason));
    } finally { // even when memory is short
      var _ = Thread.ofPlatform().name("millrace-halted").start(() -> owner.accept(reason));
    }
  }

  private static String haltedText(Throwable reason) {
    return reason instanceof FencedException
        ? "Another server has taken over the executions; this one has stopped. Start it again to"
            + " make it stand by."
        : "The server has stopped over an error of its own; its log says which. Start it again.";
  }

  /// News of an attempt: only that of a job begun matters to anybody when it comes too late.
  private void tell(UUID executionId, Command command, Runnable whenTooLate) {
    CompletableFuture<Reply> answer = null;
    if (command instanceof Command.TaskSubmitted) {
      answer = new CompletableFuture<>();
      var _ =
          answer.thenAccept(
              reply -> {
                if (reply instanceof Reply.NotOpen) {
                  whenTooLate.run();
                }
              });
    }
    order(new Mail.Order(executionId, command, answer));
  }

  private void order(Mail.Order order) {
    of(order.executionId()).post(order);
  }

  /// Map Runs at work.
  public MapRuns mapRuns() {
    return mapRuns;
  }

  /// What Map Runs ask of the shards: by mail, without the limits of callers from outside, for they
  /// bound themselves.
  private final class Host implements MapRunHost {
    @Override
    public CompletableFuture<Reply> begin(
        ExecutionHeader header, StateMachineDefinition definition, Command.Start start) {
      CompletableFuture<Reply> answer = new CompletableFuture<>();
      of(header.id()).post(new Mail.Begin(header, definition, start, answer));
      return answer;
    }

    @Override
    public CompletableFuture<Reply> command(UUID execution, Command command) {
      CompletableFuture<Reply> answer = new CompletableFuture<>();
      order(new Mail.Order(execution, command, answer));
      return answer;
    }
  }

  private Shard of(UUID id) {
    return shards.get(Math.floorMod((MapRunIds.affinity(id) * 0x9E3779B9) >>> 8, shards.size()));
  }

  private Reply ask(long characters, Runnable onThrottled, Consumer<CompletableFuture<Reply>> how) {
    Throwable end = halted.get();
    if (end != null) {
      throw unavailable(haltedText(end));
    }
    if (closing) {
      throw unavailable("The server is stopping. Repeat the request when it runs again.");
    }
    checkBacklog(onThrottled);
    // Until it is answered: a caller that has given up leaves its command behind.
    waiting.incrementAndGet();
    waitingCharacters.addAndGet(characters);
    CompletableFuture<Reply> answer = new CompletableFuture<>();
    var _ =
        answer.whenComplete(
            (_, _) -> {
              waiting.decrementAndGet();
              waitingCharacters.addAndGet(-characters);
            });
    how.accept(answer);
    try {
      return checked(answer.get(config.answerWithin().toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      throw unavailable(
          "The store did not confirm within %d s. What was asked may still be done, and an execution that was given no name is begun once more by each repetition."
              .formatted(config.answerWithin().toSeconds()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unavailable("Interrupted while waiting for the store.");
    } catch (ExecutionException e) {
      throw new IllegalStateException("answers are values, never exceptions", e);
    }
  }

  /// Refuses what would only wait, before anything is done about it. A few callers too many may
  /// pass at the same time.
  private void checkBacklog(Runnable onThrottled) {
    Committer.Trouble trouble = committer.trouble();
    boolean full =
        waiting.get() >= config.backlogMax() || waitingCharacters.get() >= BACKLOG_CHARACTERS_MAX;
    if (trouble != null
        && (full || System.nanoTime() - trouble.sinceNanos() > config.holdFor().toNanos())) {
      throw unavailable("The store cannot be reached: " + trouble.reason().getMessage());
    }
    if (full) {
      onThrottled.run();
      throw unavailable("Too many requests wait for the store. Repeat this one later.");
    }
  }

  private static Reply checked(Reply reply) {
    return switch (reply) {
      case Reply.Stopped stopped -> throw unavailable(stopped.reason());
      case Reply.Broken broken ->
          throw new IllegalStateException(broken.reason().getMessage(), broken.reason());
      case Reply.Done _, Reply.NotOpen _, Reply.NoSuchExecution _, Reply.NameTaken _ -> reply;
    };
  }

  private static RefusedException unavailable(String problem) {
    return new RefusedException(new Refusal.Unavailable(problem));
  }
}
