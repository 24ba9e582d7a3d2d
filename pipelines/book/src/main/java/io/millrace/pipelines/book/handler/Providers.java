package io.millrace.pipelines.book.handler;

import io.millrace.pipelines.book.audio.Ffmpeg;
import io.millrace.pipelines.book.config.Secret;
import io.millrace.pipelines.book.config.Settings;
import io.millrace.pipelines.book.format.ChapterFormatter;
import io.millrace.pipelines.book.format.GeminiFormatter;
import io.millrace.pipelines.book.format.GeminiSettings;
import io.millrace.pipelines.book.format.OfflineFormatter;
import io.millrace.pipelines.book.provider.PriceTable;
import io.millrace.pipelines.book.provider.ProviderNotConfiguredException;
import io.millrace.pipelines.book.speech.ElevenLabsProvider;
import io.millrace.pipelines.book.speech.ElevenLabsSettings;
import io.millrace.pipelines.book.speech.Espeak;
import io.millrace.pipelines.book.speech.EspeakProvider;
import io.millrace.pipelines.book.speech.SpeechProvider;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Makes formatters and voices when they are first asked for, and keeps them: a function that only
/// formats needs no speech key, and a provider's connections are made once. Thread-safe.
final class Providers {
  private static final List<String> KNOWN_VOICES =
      List.of(EspeakProvider.ID, ElevenLabsProvider.ID);
  private static final String VOICES = String.join(", ", KNOWN_VOICES);

  private final Settings settings;
  private final Path workFolder;
  private final Clock clock;
  private final Map<String, ChapterFormatter> formatters = new ConcurrentHashMap<>();
  private final Map<String, SpeechProvider> voices = new ConcurrentHashMap<>();

  Providers(Settings settings, Path workFolder, Clock clock) {
    this.settings = settings;
    this.workFolder = workFolder;
    this.clock = clock;
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
      case GeminiFormatter.ID ->
          new GeminiFormatter(
              GeminiSettings.of(
                  key("GEMINI_API_KEY"),
                  settings.text("GEMINI_MODEL").orElse(null),
                  settings.text("GEMINI_BASE_URL").orElse(null)));
      default -> throw unknown(id, "formatter", OfflineFormatter.ID + ", " + GeminiFormatter.ID);
    };
  }

  private SpeechProvider makeVoice(String id) {
    return switch (id) {
      case EspeakProvider.ID -> new EspeakProvider(espeak(), ffmpeg(), workFolder);
      case ElevenLabsProvider.ID -> new ElevenLabsProvider(elevenLabs(), clock);
      default -> throw unknown(id, "speech provider", VOICES);
    };
  }

  private ElevenLabsSettings elevenLabs() {
    var concurrency = (int) settings.number("ELEVENLABS_CONCURRENCY", 0, 1, 100);
    return ElevenLabsSettings.of(
        key("ELEVENLABS_API_KEY"),
        settings.text("ELEVENLABS_MODEL").orElse(null),
        settings.text("ELEVENLABS_BASE_URL").map(URI::create).orElse(null),
        concurrency == 0 ? null : concurrency);
  }

  /// The empty text when there is none: each provider's settings say what to do then.
  private String key(String name) {
    return settings.secret(name).map(Secret::value).orElse("");
  }

  /// See [BookServices.Making]. Asks no provider and needs no key; an unknown provider is told by
  /// whoever asks for it.
  String making(String id, Map<String, String> options) {
    return switch (id) {
      case OfflineFormatter.ID -> id + "/" + OfflineFormatter.GENERATION;
      case GeminiFormatter.ID ->
          id + "/" + GeminiFormatter.GENERATION + "/" + model(options, geminiModel());
      case EspeakProvider.ID -> id + "/" + EspeakProvider.GENERATION;
      case ElevenLabsProvider.ID ->
          id + "/" + ElevenLabsProvider.GENERATION + "/" + model(options, elevenLabsModel());
      default -> id;
    };
  }

  private static String model(Map<String, String> options, String usual) {
    return options.getOrDefault("model", usual);
  }

  private String geminiModel() {
    return settings.text("GEMINI_MODEL", "");
  }

  private String elevenLabsModel() {
    return settings.text("ELEVENLABS_MODEL", ElevenLabsSettings.USUAL_MODEL);
  }

  /// What speaking so many characters costs by list price, or by the lines in BOOK_PRICES
  /// (`provider[/model] = amount currency` for 1,000 characters, separated by semicolons). Asks no
  /// provider and needs no key.
  Map<String, Object> price(String id, Map<String, String> options, long characters) {
    if (!KNOWN_VOICES.contains(id)) {
      throw unknown(id, "speech provider", VOICES);
    }
    var usual = id.equals(ElevenLabsProvider.ID) ? elevenLabsModel() : null;
    var model = options.getOrDefault("model", usual);
    var price = new LinkedHashMap<String, Object>();
    price.put("provider", id);
    if (model != null) {
      price.put("model", model);
    }
    price.put("characters", characters);
    prices()
        .cost(id, model, characters)
        .ifPresentOrElse(
            cost -> {
              price.put("amount", cost.amount());
              price.put("currency", cost.currency());
            },
            () -> price.put("note", "No price is known; set BOOK_PRICES."));
    return price;
  }

  private PriceTable prices() {
    return PriceTable.DEFAULT.overriddenBy(
        PriceTable.parse(settings.text("BOOK_PRICES", "").replace(';', '\n')));
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
