package io.millrace.cli.stages.demo;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/// Looks into the bucket for runs whose last stage has published. Used by one thread.
final class RunWatch {
  /// Runs finish about in the order in which they were published, so the first unfinished ones tell
  /// most.
  private static final int WINDOW = 200;

  private static final int AT_ONCE = 8;

  private final S3Client s3;
  private final String bucket;
  private final String lastStage;
  private final LinkedHashSet<String> unfinished;
  private final Set<String> finished = new HashSet<>();

  RunWatch(S3Client s3, String bucket, String lastStage, Collection<String> runs) {
    this.s3 = s3;
    this.bucket = bucket;
    this.lastStage = lastStage;
    this.unfinished = new LinkedHashSet<>(runs);
  }

  /// Looks at the first unfinished runs; returns how many are known to have finished.
  ///
  /// @throws SdkException when the bucket does not answer
  int look() throws InterruptedException {
    var looked = finishedOf(unfinished.stream().limit(WINDOW).toList());
    unfinished.removeAll(looked);
    finished.addAll(looked);
    return finished.size();
  }

  /// Which of these runs have finished, all of them looked up now.
  Set<String> finishedOf(Collection<String> runs) throws InterruptedException {
    var atOnce = new Semaphore(AT_ONCE);
    var finishedNow = new HashSet<String>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Boolean>> questions = new ArrayList<>();
      var asked = List.copyOf(runs);
      for (var run : asked) {
        questions.add(
            () -> {
              atOnce.acquire();
              try {
                return isFinished(run);
              } finally {
                atOnce.release();
              }
            });
      }
      var answers = threads.invokeAll(questions);
      for (var i = 0; i < asked.size(); i++) {
        if (answers.get(i).get()) {
          finishedNow.add(asked.get(i));
        }
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof SdkException unavailable
          ? unavailable
          : new IllegalStateException(e.getCause());
    }
    return finishedNow;
  }

  private boolean isFinished(String run) {
    try {
      s3.headObject(
          head ->
              head.bucket(bucket).key("executions/" + run + "/" + lastStage + "/manifest.json"));
      return true;
    } catch (NoSuchKeyException _) {
      return false;
    }
  }
}
