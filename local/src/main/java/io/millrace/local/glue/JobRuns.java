package io.millrace.local.glue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.local.glue.JobRun.Ending;
import io.millrace.local.glue.JobRun.State;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The runs of all jobs and what becomes of them. Every change is on the disk before anybody is
/// told; a new server goes on with the runs that an earlier one left ([#resume]).
///
/// Thread-safe: changes are made under one lock, and each active run has one virtual thread that
/// carries it out ([RunThread]).
final class JobRuns {
  private static final Logger LOG = LoggerFactory.getLogger(JobRuns.class);
  private static final int CLOSE_SECONDS = 15;

  /// AWS Glue Web API reference, "GetJobRun": job run history is accessible for 90 days.
  private static final Duration KEPT = Duration.ofDays(90);

  private final GlueFolder folder;
  private final JobProgram program;
  private final InstantSource clock;
  private final Map<String, ObjectNode> jobs;
  private final Map<String, JobRun> runs = new LinkedHashMap<>();
  private final Map<String, Child> children = new LinkedHashMap<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private boolean closed;

  JobRuns(GlueFolder folder, JobProgram program, InstantSource clock) {
    this.folder = folder;
    this.program = program;
    this.clock = clock;
    this.jobs = folder.readJobs();
    folder.readRuns().stream()
        .sorted(Comparator.comparing(JobRun::startedOn))
        .forEach(run -> runs.put(run.id(), run));
  }

  GlueFolder folder() {
    return folder;
  }

  JobProgram program() {
    return program;
  }

  Instant now() {
    return clock.instant();
  }

  /// Takes up the runs that an earlier server left unfinished.
  synchronized void resume() {
    for (var run : List.copyOf(runs.values())) {
      if (!run.state().isFinal() && run.state() != State.WAITING) {
        carryOut(run.id());
      }
    }
    jobs.keySet().forEach(this::admitWaiting);
  }

  synchronized Optional<ObjectNode> job(String name) {
    return Optional.ofNullable(jobs.get(name)).map(ObjectNode::deepCopy);
  }

  synchronized List<ObjectNode> jobs() {
    return jobs.values().stream().map(ObjectNode::deepCopy).toList();
  }

  synchronized void put(String name, ObjectNode job) {
    folder.write(name, job);
    jobs.put(name, job.deepCopy());
    admitWaiting(name);
  }

  synchronized void delete(String name) {
    folder.delete(name);
    jobs.remove(name);
  }

  /// The run that this request started before, if it is a repetition.
  private Optional<JobRun> startedBy(String jobName, @Nullable String token) {
    return runs.values().stream()
        .filter(run -> token != null && token.equals(run.token()) && run.jobName().equals(jobName))
        .findFirst();
  }

  /// Begins a run: at once, or when the job has room for it (JobRunQueuingEnabled).
  ///
  /// @param token of the request; null when the caller has none
  synchronized JobRun start(String jobName, ObjectNode request, @Nullable String token) {
    var job = jobs.get(jobName);
    if (job == null) {
      throw GlueError.notFound(
          "Failed to start job run due to missing metadata: job " + jobName + " not found");
    }
    var before = startedBy(jobName, token);
    if (before.isPresent()) {
      return before.get();
    }
    var isFull = active(jobName) >= JobDefinition.concurrentRunsMax(job);
    var queues = JobDefinition.flag(request, job, "JobRunQueuingEnabled");
    if (isFull && !queues) {
      throw GlueError.concurrentRuns(jobName);
    }
    var retried = Optional.ofNullable(runs.get(request.path("JobRunId").asText("")));
    var id = "jr_" + (UUID.randomUUID() + "" + UUID.randomUUID()).replace("-", "");
    var run =
        JobDefinition.run(
            id,
            job,
            request,
            isFull ? State.WAITING : State.STARTING,
            retried.orElse(null),
            token,
            now());
    add(run);
    return run;
  }

  private void add(JobRun run) {
    keep(run);
    if (run.state() == State.STARTING) {
      carryOut(run.id());
    }
  }

  private long active(String jobName) {
    return runs.values().stream()
        .filter(run -> run.jobName().equals(jobName))
        .filter(run -> !run.state().isFinal() && run.state() != State.WAITING)
        .count();
  }

  private void admitWaiting(String jobName) {
    var job = jobs.get(jobName);
    if (job == null || closed) {
      return;
    }
    for (var run : of(jobName)) {
      if (run.state() == State.WAITING && active(jobName) < JobDefinition.concurrentRunsMax(job)) {
        keep(run.starting(now()));
        carryOut(run.id());
      }
    }
  }

  private void carryOut(String id) {
    if (!closed) {
      var _ = threads.submit(new RunThread(this, id));
    }
  }

  /// The runs of a job, the oldest first.
  synchronized List<JobRun> of(String jobName) {
    return runs.values().stream().filter(run -> run.jobName().equals(jobName)).toList();
  }

  synchronized Optional<JobRun> find(String jobName, String id) {
    return Optional.ofNullable(runs.get(id)).filter(run -> run.jobName().equals(jobName));
  }

  synchronized JobRun get(String id) {
    var run = runs.get(id);
    if (run == null) {
      throw new IllegalStateException("There is no run " + id + ".");
    }
    return run;
  }

  synchronized void keep(JobRun run) {
    folder.write(run);
    runs.put(run.id(), run);
    LOG.atInfo()
        .addKeyValue("job", run.jobName())
        .addKeyValue("run", run.id())
        .addKeyValue("state", run.state())
        .log("Glue job run");
  }

  synchronized boolean isClosed() {
    return closed;
  }

  /// Says which process carries a run out, so that it can be ended.
  synchronized void attach(String id, Child child) {
    children.put(id, child);
    if (closed && get(id).ending() == Ending.NONE) {
      keep(get(id).ending(Ending.SERVER_ENDED, now()));
    }
    if (get(id).ending() != Ending.NONE) {
      end(child);
    }
  }

  /// Ends a run for good.
  synchronized void finish(String id, State last, @Nullable String message) {
    children.remove(id);
    var run = get(id).ended(last, message, now());
    keep(run);
    retry(run);
    admitWaiting(run.jobName());
  }

  /// "The maximum number of times to retry this job after a JobRun fails" (Glue Web API reference,
  /// MaxRetries).
  private void retry(JobRun run) {
    var job = jobs.get(run.jobName());
    if (run.state() == State.FAILED
        && job != null
        && run.attempt() < job.path("MaxRetries").asInt()) {
      add(JobDefinition.retry(run, now()));
    }
  }

  /// Ends a run as STOPPED. Returns whether there was something to end.
  synchronized boolean stop(String id) {
    var run = get(id);
    if (run.state().isFinal()) {
      return false;
    }
    if (run.state() == State.WAITING) {
      finish(id, State.STOPPED, null);
      return true;
    }
    if (run.ending() == Ending.NONE) {
      keep(run.ending(Ending.STOPPED, now()));
      Optional.ofNullable(children.get(id)).ifPresent(JobRuns::end);
    }
    return true;
  }

  /// Ends the runs whose time is over. Called every second.
  synchronized void endOverdue() {
    var now = now();
    var overdue =
        runs.values().stream()
            .filter(run -> !run.state().isFinal() && run.ending() == Ending.NONE)
            .filter(run -> run.isTimedOut(now))
            .toList();
    for (var run : overdue) {
      keep(run.ending(Ending.TIMED_OUT, now));
      Optional.ofNullable(children.get(run.id())).ifPresent(JobRuns::end);
    }
  }

  /// Forgets runs that ended long ago, with what their programs wrote. Called every hour.
  synchronized void forgetOld() {
    var before = now().minus(KEPT);
    var old =
        runs.values().stream()
            .filter(run -> run.completedOn() != null && run.completedOn().isBefore(before))
            .toList();
    for (var run : old) {
      folder.delete(run);
      runs.remove(run.id());
    }
  }

  /// Takes up to some seconds, so it happens beside.
  private static void end(Child child) {
    var _ =
        Thread.startVirtualThread(
            () -> {
              try {
                child.end();
              } catch (InterruptedException _) {
                throw new IllegalStateException("Nobody interrupts this thread.");
              }
            });
  }

  /// Ends all programs; their runs begin again when a server next takes them up. That is written
  /// down first: of one killed in between, the next server ends what still runs ([RunThread]), and
  /// does not take a program that was ended for one that failed.
  void close() throws InterruptedException {
    var ending = new ArrayList<Child>();
    synchronized (this) {
      closed = true;
      for (var entry : children.entrySet()) {
        var run = get(entry.getKey());
        if (run.ending() == Ending.NONE) {
          keep(run.ending(Ending.SERVER_ENDED, now()));
        }
        ending.add(entry.getValue());
      }
    }
    ending.forEach(JobRuns::end);
    threads.shutdown();
    if (!threads.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
      var _ = threads.shutdownNow(); // programs still being prepared
    }
  }

  static Map<String, String> strings(JsonNode object) {
    var found = new LinkedHashMap<String, String>();
    object.properties().forEach(entry -> found.put(entry.getKey(), entry.getValue().asText()));
    return found;
  }
}
