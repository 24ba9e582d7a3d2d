package io.millrace.pipelines.book.speech;

import java.io.OutputStream;

/// A voice.
public interface SpeechProvider {

  /// The name users choose it by: `espeak`, `elevenlabs`.
  String id();

  /// Speaks the text into `mp3`, which the caller opens and closes; on any exception what was
  /// written so far is worthless and must not become visible. Text of any length; text without
  /// anything to say gives a short silence. Thread-safe. Throws [ProviderException] by what to do
  /// next, and [java.io.UncheckedIOException] when `mp3` cannot be written.
  SpeechResult speak(SpeechRequest request, OutputStream mp3);

  /// Like [#speak(SpeechRequest, OutputStream)], and writes the same sound to `aac`, as AAC in ADTS
  /// framing, where this voice has its samples at hand. Others write nothing to it: an encoding of
  /// their MP3 is as well made later.
  default SpeechResult speak(SpeechRequest request, OutputStream mp3, OutputStream aac) {
    return speak(request, mp3);
  }
}
