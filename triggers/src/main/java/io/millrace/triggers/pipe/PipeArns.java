package io.millrace.triggers.pipe;

/// ARNs of pipes.
final class PipeArns {
  private PipeArns() {}

  /// The pipe's, in the Region and account of its queue.
  static String of(PipeSettings settings) {
    String[] queue = settings.source().split(":", -1);
    return "arn:%s:pipes:%s:%s:pipe/%s".formatted(queue[1], queue[3], queue[4], settings.name());
  }
}
