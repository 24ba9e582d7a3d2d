package io.millrace.cli.book;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.cli.progress.Durations;
import io.millrace.pipelines.book.handler.Manifest;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// Everything `mill book` says in words, before and after the progress.
///
/// @param out for what was asked for
/// @param err for what went wrong
/// @param command what to type to go on
/// @param logFile where the details are
record BookReport(PrintStream out, PrintStream err, String command, Path logFile) {

  void started(BookOptions options, BookExecutions.Current current) {
    out.println(
        (current.resumed() ? "Going on with " : "Making an audiobook of ")
            + options.source().shown()
            + " ("
            + options.source().bookId()
            + ")");
  }

  void startedAnew(ExecutionWatch.Ending cutOff) {
    out.println(
        (cutOff instanceof ExecutionWatch.Ending.TimedOut
                ? "The earlier run had reached its time limit"
                : "The earlier run had been stopped")
            + "; a new one finds what is finished.");
  }

  void interrupted() {
    err.println();
    err.println("Stopped. What is done stays done; the same command goes on from here:");
    err.println("  " + command);
  }

  void failed(String reason) {
    err.println();
    err.println("The book could not be made. " + reason);
    err.println(
        "What was made before stays; the same command goes on from there. Details: " + logFile);
  }

  void estimate(JsonNode estimate) {
    out.println(estimate.path("title").asText() + ": nothing was made, this is a dry run.");
    for (JsonNode chapter : estimate.path("chapters")) {
      out.printf(
          Locale.ROOT,
          "  %s  %,9d characters  %s%n",
          chapter.path("chapterId").asText(),
          chapter.path("characters").asLong(),
          chapter.path("title").asText());
    }
    JsonNode price = estimate.path("price");
    out.printf(
        Locale.ROOT,
        "%,d characters in %d chapters; with %s %s%n",
        estimate.path("characters").asLong(),
        estimate.path("chapters").size(),
        price.path("provider").asText(),
        price.has("amount")
            ? "that is "
                + price.path("amount").asText()
                + " "
                + price.path("currency").asText()
                + "."
            : "the price is not known. " + price.path("note").asText());
  }

  /// @param stages how long each took, by the clock of the execution's history
  /// @param total from the execution's start to its end, by the same clock
  void finished(
      Manifest manifest, FinishedBook.Copied copied, Map<String, Duration> stages, Duration total) {
    out.println();
    String authors = String.join(", ", manifest.authors());
    out.println(manifest.title() + (authors.isEmpty() ? "" : " · " + authors));
    if (copied.audiobook() != null) out.println("  " + copied.audiobook());
    if (!copied.chapters().isEmpty()) {
      out.println(
          "  "
              + copied.chapters().getFirst()
              + (copied.chapters().size() == 1
                  ? ""
                  : " and " + (copied.chapters().size() - 1) + " more"));
    }
    if (!manifest.skipped().isEmpty()) {
      out.println(
          "Left out: "
              + manifest.skipped().stream()
                  .map(part -> part.title())
                  .collect(Collectors.joining(", ")));
    }
    out.println(
        stages.entrySet().stream()
                .map(stage -> stage.getKey() + " " + Durations.spoken(stage.getValue()))
                .collect(Collectors.joining(" · "))
            + " · in all "
            + Durations.spoken(total));
  }

  void chaptersFailed(JsonNode chapterIds) {
    err.println();
    err.println(
        chapterIds.size()
            + (chapterIds.size() == 1 ? " chapter" : " chapters")
            + " could not be made: "
            + chapterIds.valueStream().map(JsonNode::asText).collect(Collectors.joining(", "))
            + ". The same command tries them again. Details: "
            + logFile);
  }
}
