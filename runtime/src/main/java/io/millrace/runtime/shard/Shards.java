package io.millrace.runtime.shard;

import io.millrace.asl.model.StateMachineDefinition;
import io.millrace.engine.decide.Command;
import io.millrace.engine.decide.Decider;
import io.millrace.engine.execution.ExecutionHeader;
import io.millrace.engine.journal.FencedException;
import io.millrace.engine.journal.Journal;
import io.millrace.engine.journal.JournalUnavailableException;
import io.millrace.engine.task.Connector;
import io.millrace.engine.task.TaskTokens;
import io.millrace.runtime.Refusal;
import io.millrace.runtime.RefusedException;
import io.millrace.runtime.RuntimeConfig;
import io.millrace.runtime.task.Dispatcher;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;

/// All shards with what they share: the way commands reach executions. Safe for concurrent use.
public final class Shards implements AutoCloseable {
  private final RuntimeConfig config;
  private final List<Shard> shards = new ArrayList<>();
  private final Committer committer;
  private final Dispatcher dispatcher;
  private final Loader loader;
  private final Waker waker;
  private final AtomicInteger waiting = new AtomicInteger();
  private volatile boolean closing;

  /// What is needed from outside.
  ///
  /// @param definitions by revision
  /// @param onFenced told, on a thread of its own, when another process has taken over
  public record Outside(
      Journal journal,
      Function<UUID, StateMachineDefinition> definitions,
      List<Connector> connectors,
      TaskTokens tokens,
      InstantSource clock,
      Consumer<FencedException> onFenced) {}

  /// Starts the loops and, in the background, resumes what an earlier run left.
  public Shards(RuntimeConfig config, Outside outside) {
    this.config = config;
    Decider decider = new Decider(outside.tokens(), config.limits());
    committer = new Committer(outside.journal(), fenced -> fenced(fenced, outside.onFenced()));
    dispatcher =
        new Dispatcher(
            outside.connectors(),
            config.tasksMax(),
            config.startedAfter(),
            outside.clock(),
            (id, command) -> order(new Mail.Order(id, command, null)));
    loader = new Loader(outside.journal(), outside.definitions(), decider, config.loadsMax());
    long stay = config.stayFor().toMillis();
    ShardParts parts =
        new ShardParts(decider, outside.clock(), dispatcher, loader, committer, stay);
    for (int i = 0; i < config.shards(); i++) {
      shards.add(new Shard(i, parts));
    }
    waker = new Waker(outside.journal(), outside.clock(), stay, this::order);
    shards.forEach(Shard::start);
    committer.start(shards);
    waker.start();
  }

  /// Begins an execution, and waits until that is durable.
  ///
  /// @throws RefusedException with [Refusal.Unavailable]
  public Reply begin(
      ExecutionHeader header, StateMachineDefinition definition, Command.Start start) {
    return ask(answer -> of(header.id()).post(new Mail.Begin(header, definition, start, answer)));
  }

  /// Sends a command, and waits until what follows from it is durable.
  ///
  /// @throws RefusedException with [Refusal.Unavailable]
  public Reply command(UUID executionId, Command command) {
    return ask(answer -> order(new Mail.Order(executionId, command, answer)));
  }

  /// Has all loops look at the clock: for clocks that do not go by themselves.
  public void tick() {
    waker.poke();
    shards.forEach(shard -> shard.post(new Mail.Tick()));
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
    if (closing) {
      return;
    }
    closing = true;
    waker.stop();
    loader.stop();
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

  private void fenced(FencedException reason, Consumer<FencedException> owner) {
    closing = true;
    waker.stop();
    loader.stop();
    dispatcher.close();
    shards.forEach(
        shard -> shard.post(new Mail.Halt("another server has taken over the executions")));
    var _ = Thread.ofPlatform().name("millrace-fenced").start(() -> owner.accept(reason));
  }

  private void order(Mail.Order order) {
    of(order.executionId()).post(order);
  }

  private Shard of(UUID id) {
    return shards.get(Math.floorMod((id.hashCode() * 0x9E3779B9) >>> 8, shards.size()));
  }

  private Reply ask(Consumer<CompletableFuture<Reply>> how) {
    if (closing) {
      throw unavailable("The server is stopping. Repeat the request when it runs again.");
    }
    if (waiting.incrementAndGet() > config.backlogMax()) {
      waiting.decrementAndGet();
      JournalUnavailableException trouble = committer.trouble();
      throw unavailable(
          trouble == null
              ? "Too many requests wait for the store. Repeat this one later."
              : "The store cannot be reached: " + trouble.getMessage());
    }
    try {
      CompletableFuture<Reply> answer = new CompletableFuture<>();
      how.accept(answer);
      return checked(answer.get(config.answerWithin().toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      throw unavailable(
          "The store did not confirm within %d s. What was asked may still be done; repeating it is safe."
              .formatted(config.answerWithin().toSeconds()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unavailable("Interrupted while waiting for the store.");
    } catch (ExecutionException e) {
      throw new IllegalStateException("answers are values, never exceptions", e);
    } finally {
      waiting.decrementAndGet();
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
