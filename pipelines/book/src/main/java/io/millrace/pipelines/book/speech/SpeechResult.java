package io.millrace.pipelines.book.speech;

import java.util.List;

/// What came out: its length in samples at `sampleRate` (Hz), the characters the provider counts
/// (and bills), and the provider's request ids, for its support.
public record SpeechResult(long samples, int sampleRate, long characters, List<String> requestIds) {

  public SpeechResult {
    requestIds = List.copyOf(requestIds);
  }

  /// The length in seconds.
  public double seconds() {
    return (double) samples / sampleRate;
  }
}
