package io.millrace.cli.stages.demo;

import io.millrace.cli.stages.redrive.DeadLetters;
import io.millrace.cli.wiring.StageClients;
import io.millrace.cli.wiring.StageFaults;
import io.millrace.cli.wiring.StageQueues;
import io.millrace.cli.wiring.StageTrial;
import io.millrace.pipelines.stages.chain.Chain;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.sfn.model.ExecutionListItem;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/// What the demo can see of the server's stores, through the AWS SDK only. Used by one thread.
///
/// @param publishedFile the ids that the topic has acknowledged
record DemoScene(
    Chain chain,
    StageClients clients,
    StageTrial trial,
    Path publishedFile,
    Path redrivenFile,
    RunWatch watch) {

  private enum Held {
    WAITING,
    IN_WORK
  }

  /// The moment's numbers.
  Standing standing(int published) throws InterruptedException {
    var queue = messages(StageQueues.name(chain));
    var letters = messages(StageQueues.deadLetterName(chain));
    return new Standing(
        published,
        queue.get(Held.WAITING),
        chain.type() == Chain.Type.EXPRESS
            ? queue.get(Held.IN_WORK)
            : queue.get(Held.IN_WORK) + runningExecutions(),
        watch.look(),
        letters.get(Held.WAITING) + letters.get(Held.IN_WORK));
  }

  /// What became of every message, looked up one by one.
  Ledger ledger() throws IOException, InterruptedException {
    Set<String> published = lines(publishedFile);
    Set<String> succeeded = watch.finishedOf(published);
    var letters =
        deadLetters().look().stream()
            .map(DeadLetters::runId)
            .filter(published::contains)
            .collect(Collectors.toCollection(HashSet::new));
    var all = letters.size();
    letters.removeAll(succeeded);
    Optional<StageFaults> faults = trial.faults();
    var failing =
        published.stream()
            .filter(run -> faults.isPresent() && faults.get().fails(run))
            .collect(Collectors.toSet());
    var queue = messages(StageQueues.name(chain));
    var redriven = lines(redrivenFile);
    return new Ledger(
        published,
        succeeded,
        letters,
        all - letters.size(),
        failing,
        queue.get(Held.WAITING)
            + queue.get(Held.IN_WORK)
            + (chain.type() == Chain.Type.EXPRESS ? 0 : runningExecutions()),
        redelivered(published),
        publishedTwice(published, redriven),
        redriven.size());
  }

  /// Puts the dead letters back; returns how many.
  int redrive() throws IOException {
    var back = deadLetters().sendBack(Integer.MAX_VALUE, null);
    var runs = lines(redrivenFile);
    runs.addAll(back);
    Files.write(redrivenFile, runs, StandardCharsets.UTF_8);
    return back.size();
  }

  private DeadLetters deadLetters() {
    return DeadLetters.ofQueue(
        clients.sqs(), StageQueues.name(chain), StageQueues.deadLetterName(chain));
  }

  private int redelivered(Collection<String> published) throws IOException {
    return (int)
        trial.deliveries().stream()
            .filter(delivery -> delivery.receives() > 1 && published.contains(delivery.runId()))
            .map(StageTrial.Delivery::runId)
            .distinct()
            .count();
  }

  private int publishedTwice(Collection<String> published, Collection<String> redriven)
      throws IOException {
    Map<String, Set<String>> messages = new HashMap<>();
    for (var delivery : trial.deliveries()) {
      messages.computeIfAbsent(delivery.runId(), _ -> new HashSet<>()).add(delivery.messageId());
    }
    return (int)
        published.stream()
            .filter(
                run ->
                    messages.getOrDefault(run, Set.of()).size() > (redriven.contains(run) ? 2 : 1))
            .count();
  }

  private Map<Held, Integer> messages(String queueName) {
    var sqs = clients.sqs();
    var url = sqs.getQueueUrl(get -> get.queueName(queueName)).queueUrl();
    var attributes =
        sqs.getQueueAttributes(get -> get.queueUrl(url).attributeNames(QueueAttributeName.ALL))
            .attributes();
    return Map.of(
        Held.WAITING,
        number(attributes, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES)
            + number(attributes, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED),
        Held.IN_WORK,
        number(attributes, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE));
  }

  private static int number(Map<QueueAttributeName, String> attributes, QueueAttributeName name) {
    return Integer.parseInt(attributes.getOrDefault(name, "0"));
  }

  private int runningExecutions() {
    var sfn = clients.sfn();
    var machine =
        sfn.listStateMachinesPaginator().stateMachines().stream()
            .filter(one -> one.name().equals(chain.name()))
            .findFirst()
            .orElseThrow()
            .stateMachineArn();
    return (int)
        sfn
            .listExecutionsPaginator(
                list ->
                    list.stateMachineArn(machine)
                        .statusFilter(ExecutionStatus.RUNNING)
                        .maxResults(1_000))
            .executions()
            .stream()
            .map(ExecutionListItem::executionArn)
            .distinct()
            .count();
  }

  private static Set<String> lines(Path file) throws IOException {
    return Files.exists(file)
        ? new LinkedHashSet<>(Files.readAllLines(file, StandardCharsets.UTF_8))
        : new LinkedHashSet<>();
  }
}
