package io.millrace.pipelines.book.handler;

import io.millrace.pipelines.book.audio.Ffmpeg;
import io.millrace.pipelines.book.config.Settings;
import io.millrace.pipelines.book.format.ChapterFormatter;
import io.millrace.pipelines.book.format.OfflineFormatter;
import io.millrace.pipelines.book.provider.ProviderNotConfiguredException;
import io.millrace.pipelines.book.speech.Espeak;
import io.millrace.pipelines.book.speech.EspeakProvider;
import io.millrace.pipelines.book.speech.SpeechProvider;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Makes formatters and voices when they are first asked for, and keeps them: a function that only
/// formats needs no speech key, and a provider's connections are made once. Thread-safe.
final class Providers {
  private final Settings settings;
  private final Path workFolder;
  private final Map<String, ChapterFormatter> formatters = new ConcurrentHashMap<>();
  private final Map<String, SpeechProvider> voices = new ConcurrentHashMap<>();

  Providers(Settings settings, Path workFolder) {
    this.settings = settings;
    this.workFolder = workFolder;
  }

  ChapterFormatter formatter(String id) {
    return formatters.computeIfAbsent(id, this::makeFormatter);
  }

  SpeechProvider voice(String id) {
    return voices.computeIfAbsent(id, this::makeVoice);
  }

  Ffmpeg ffmpeg() {
    return Ffmpeg.locate(settings.texts(Ffmpeg.VARIABLE));
  }

  private ChapterFormatter makeFormatter(String id) {
    return switch (id) {
      case OfflineFormatter.ID -> new OfflineFormatter();
      default -> throw unknown(id, "formatter", OfflineFormatter.ID);
    };
  }

  private SpeechProvider makeVoice(String id) {
    return switch (id) {
      case EspeakProvider.ID -> new EspeakProvider(espeak(), ffmpeg(), workFolder);
      default -> throw unknown(id, "speech provider", EspeakProvider.ID);
    };
  }

  /// The offline voice costs nothing.
  Map<String, Object> price(String id, Map<String, String> options, long characters) {
    return switch (id) {
      case EspeakProvider.ID ->
          Map.of("provider", id, "characters", characters, "amount", 0, "currency", "USD");
      default -> throw unknown(id, "speech provider", EspeakProvider.ID);
    };
  }

  private Espeak espeak() {
    return Espeak.locate(
        settings.texts(Espeak.VARIABLE, Espeak.DATA_VARIABLE, Espeak.LIBRARY_VARIABLE));
  }

  private static ProviderNotConfiguredException unknown(String id, String kind, String known) {
    return new ProviderNotConfiguredException(
        id, "There is no " + kind + " called \"" + id + "\". Known here: " + known + ".");
  }
}
