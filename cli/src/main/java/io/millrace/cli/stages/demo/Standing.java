package io.millrace.cli.stages.demo;

/// How things stand while messages are worked on.
///
/// @param published acknowledged by the topic
/// @param waiting in the queue, for their turn or to be delivered again
/// @param running received and in work; for a Standard chain executions that run
/// @param succeeded whose last stage has published
/// @param deadLetters in the dead-letter queue
record Standing(int published, int waiting, int running, int succeeded, int deadLetters) {
  /// Nothing is on its way any more.
  boolean isAtRest() {
    return waiting == 0 && running == 0 && succeeded + deadLetters >= published;
  }

  @Override
  public String toString() {
    return "published %d · waiting %d · running %d · succeeded %d · DLQ %d"
        .formatted(published, waiting, running, succeeded, deadLetters);
  }
}
