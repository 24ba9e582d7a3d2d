package io.millrace.local.glue;

import io.millrace.local.glue.JobRun.Ending;
import io.millrace.local.glue.JobRun.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Carries out one run from wherever it stands to its end.
record RunThread(JobRuns runs, String id) implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(RunThread.class);

  @Override
  public void run() {
    try {
      var begun = begun();
      if (begun.isEmpty() && !launch()) {
        return;
      }
      finish();
    } catch (JobProgramException e) {
      runs.finish(id, State.FAILED, e.getMessage());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt(); // the server ends; the next one goes on from the files
    } catch (IOException | RuntimeException e) {
      if (runs.isClosed()) {
        return; // interrupted within a library; the next server goes on
      }
      LOG.atError().setCause(e).addKeyValue("run", id).log("A job run could not be carried out");
      runs.finish(id, State.FAILED, "The run could not be carried out on this machine: " + e);
    }
  }

  private Path launchFolder(int number) {
    return runs.folder().run(id).resolve("launch-" + number);
  }

  /// A program that an earlier server started, after it has ended. Empty when one has to be
  /// started: then none runs, also not one that a server killed while it was closing has left
  /// behind.
  private Optional<Path> begun() throws IOException, InterruptedException {
    var run = runs.get(id);
    if (run.launch() == 0 || !Child.hasBegun(launchFolder(run.launch()))) {
      return Optional.empty();
    }
    var folder = launchFolder(run.launch());
    var child = Child.find(folder);
    if (run.ending() == Ending.SERVER_ENDED) {
      if (child.isPresent()) {
        child.get().end();
      }
      return Optional.empty();
    }
    if (child.isPresent()) {
      watch(child.get());
    }
    return Optional.of(folder);
  }

  /// Starts the run's program and waits for its end. Returns false when the run is left to a later
  /// server.
  private boolean launch() throws JobProgramException, IOException, InterruptedException {
    var run = runs.get(id);
    if (run.ending() == Ending.STOPPED) {
      return true; // stopped before its program began
    }
    var number = run.launch() + 1;
    var folder = launchFolder(number);
    Files.createDirectories(folder);
    var command = runs.program().prepare(request(run, folder));
    synchronized (runs) {
      var now = runs.get(id);
      if (runs.isClosed()) {
        return false;
      }
      if (now.ending() == Ending.STOPPED) {
        return true;
      }
      runs.keep(now.launching(number, runs.now()));
    }
    watch(Child.start(folder, command));
    return !(runs.isClosed() && runs.get(id).ending() == Ending.SERVER_ENDED);
  }

  private void watch(Child child) throws InterruptedException {
    synchronized (runs) {
      if (runs.get(id).runningSince() == null) {
        runs.keep(runs.get(id).running(runs.now()));
      }
      runs.attach(id, child);
    }
    child.await();
  }

  private JobProgram.Request request(JobRun run, Path folder) {
    var job =
        runs.job(run.jobName())
            .orElseThrow(() -> new IllegalStateException("the job was deleted meanwhile"));
    Map<String, String> arguments = new LinkedHashMap<>();
    arguments.putAll(JobRuns.strings(job.path("DefaultArguments")));
    arguments.putAll(run.arguments());
    return new JobProgram.Request(run.jobName(), id, job, arguments, folder);
  }

  private void finish() throws IOException {
    var run = runs.get(id);
    deleteTree(launchFolder(run.launch()).resolve("scratch"));
    switch (run.ending()) {
      case STOPPED -> runs.finish(id, State.STOPPED, null);
      case TIMED_OUT ->
          runs.finish(
              id,
              State.TIMEOUT,
              "Job run exceeded timeout of " + run.timeoutMinutes() + " minutes");
      case SERVER_ENDED -> {} // begins again with the next server
      case NONE -> finishByExitCode(launchFolder(run.launch()));
    }
  }

  private static void deleteTree(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      try (var tree = Files.walk(folder)) {
        for (var path : tree.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(path);
        }
      }
    }
  }

  private void finishByExitCode(Path folder) throws IOException {
    var code = Child.exitCode(folder);
    if (code.isPresent() && code.getAsInt() == 0) {
      runs.finish(id, State.SUCCEEDED, null);
    } else {
      runs.finish(id, State.FAILED, Complaint.of(code, folder));
    }
  }
}
