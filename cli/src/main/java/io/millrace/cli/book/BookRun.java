package io.millrace.cli.book;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.asl.json.Json;
import io.millrace.cli.ExitCode;
import io.millrace.cli.StopSignal;
import io.millrace.cli.book.ExecutionWatch.Ending;
import io.millrace.cli.progress.Progress;
import io.millrace.cli.progress.RunView;
import io.millrace.cli.progress.StageNews;
import io.millrace.cli.progress.StageNews.StageEnded;
import io.millrace.cli.wiring.BookMachines;
import io.millrace.cli.wiring.Installation;
import io.millrace.engine.history.HistoryEvent;
import io.millrace.pipelines.book.Definitions;
import io.millrace.pipelines.book.handler.BookServices;
import io.millrace.pipelines.book.handler.Manifest;
import io.millrace.runtime.Refusal;
import io.millrace.runtime.RefusedException;
import io.millrace.runtime.machine.StateMachine;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/// One run of `mill book` from the start of its execution to the files in the output folder. Used
/// once, by one thread.
final class BookRun {
  /// Often enough for a live picture, seldom enough to cost nothing.
  private static final Duration LOOK_EVERY = Duration.ofMillis(100);

  /// The journal repeats what it can; after this long without an answer a person wants to know.
  private static final Duration STORE_PATIENCE = Duration.ofSeconds(30);

  private final Installation installation;
  private final BookOptions options;
  private final RunView view;
  private final BookReport report;
  private final StopSignal stop;
  private final InstantSource clock;
  private Progress progress = new Progress(BookStages.names());
  private final FinishedBook book;

  BookRun(
      Installation installation,
      BookOptions options,
      RunView view,
      BookReport report,
      StopSignal stop,
      InstantSource clock) {
    this.installation = installation;
    this.options = options;
    this.view = view;
    this.report = report;
    this.stop = stop;
    this.clock = clock;
    BookServices services = installation.book().services();
    this.book = new FinishedBook(services.objects(), services.bucket(), options.source().bookId());
  }

  /// Makes the book; returns the exit code.
  int toTheEnd() throws InterruptedException, IOException {
    var executions = new BookExecutions(installation.executions());
    StateMachine machine = BookMachines.register(installation.machines(), Definitions.BOOK);
    BookExecutions.Current current =
        executions.startOrResume(
            machine, options.source().bookId(), BookInput.of(options), clock.instant());
    report.started(options, current);
    ExecutionWatch watch = watched(current);
    Ending cutOff = watch.ending().filter(Ending::wasCutOff).orElse(null);
    if (cutOff != null && current.resumed()) {
      report.startedAnew(cutOff);
      progress = new Progress(BookStages.names());
      watch =
          watched(
              executions.start(
                  machine, options.source().bookId(), BookInput.of(options), clock.instant()));
    }
    view.close();
    Ending ending = watch.ending().orElse(null);
    return switch (ending) {
      case null -> {
        report.interrupted();
        yield stop.exitCode();
      }
      case Ending.Succeeded(String output) ->
          options.dryRun() ? estimated(output) : finished(output, watch.lasted());
      case Ending.Failed _, Ending.TimedOut _, Ending.Stopped _ -> {
        report.failed(FailureText.of(ending));
        yield ExitCode.FAILED;
      }
    };
  }

  /// Lets the execution's tasks run and follows it; without an ending when somebody wants this
  /// program to stop before that.
  private ExecutionWatch watched(BookExecutions.Current current) throws InterruptedException {
    installation.letTasksRunOf(current.id());
    var watch = new ExecutionWatch(installation.executions(), current.arn());
    follow(watch);
    return watch;
  }

  /// Shows what happens until the execution ends, or somebody wants this program to stop.
  private void follow(ExecutionWatch watch) throws InterruptedException {
    var reader = new HistoryNews(BookStages.shown());
    Instant answered = clock.instant();
    while (true) {
      List<HistoryEvent> events;
      try {
        events = watch.news();
        answered = clock.instant();
      } catch (RefusedException e) {
        if (!(e.refusal() instanceof Refusal.Unavailable)
            || Duration.between(answered, clock.instant()).compareTo(STORE_PATIENCE) > 0) {
          throw e;
        }
        events = List.of();
      }
      for (HistoryEvent event : events) {
        reader.read(event).ifPresent(this::take);
      }
      if (!options.dryRun()) view.tick(progress, clock.instant());
      if (watch.ending().isPresent()) return;
      if (events.isEmpty() && stop.await(LOOK_EVERY)) return;
    }
  }

  private void take(StageNews news) {
    progress.apply(news);
    if (news instanceof StageEnded(_, String stage, boolean made)
        && made
        && stage.equals(BookStages.PARSE)) {
      book.manifest()
          .ifPresent(it -> progress.chaptersAre(FinishedBook.chapters(it, options.chapters())));
    }
    view.tell(news, progress);
  }

  private int estimated(String output) {
    report.estimate(parsed(output));
    return ExitCode.OK;
  }

  private int finished(String output, Duration lasted) throws IOException {
    Manifest manifest =
        book.manifest()
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "the book "
                            + options.source().bookId()
                            + " is finished without a manifest"));
    JsonNode failed = parsed(output).path("failedChapters");
    FinishedBook.Copied copied =
        book.copyTo(options.out(), manifest, options.chapters(), FinishedBook.ids(failed));
    report.finished(manifest, copied, progress.durations(clock.instant()), lasted);
    if (failed.isEmpty()) return ExitCode.OK;
    report.chaptersFailed(failed);
    return ExitCode.FAILED;
  }

  private static JsonNode parsed(String output) {
    try {
      return Json.parse(output);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an execution's output is not JSON: " + output, e);
    }
  }
}
