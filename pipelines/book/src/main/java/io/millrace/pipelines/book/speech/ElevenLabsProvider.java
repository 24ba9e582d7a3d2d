package io.millrace.pipelines.book.speech;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.pipelines.book.audio.Mp3Frames;
import io.millrace.pipelines.book.audio.Mp3Silence;
import io.millrace.pipelines.book.provider.ProviderRefusedException;
import io.millrace.pipelines.book.provider.ProviderUnavailableException;
import io.millrace.pipelines.book.provider.TextPieces;
import io.millrace.pipelines.book.provider.VoiceMissingException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// ElevenLabs' voices. The sound is passed on as it arrives; its loudness is the service's own,
/// since levelling needs the whole piece. A text over the model's limit is sent in pieces that know
/// of each other (request stitching), so that the tone does not break. Before a piece's first byte
/// a failed request is repeated; after it, the whole chapter must be. Thread-safe.
///
/// Options: `model`; voice settings `stability`, `similarity_boost`, `style`, `speed`,
/// `use_speaker_boost`; `seed`; `languageCode` (ISO 639-1, only models that know it).
public final class ElevenLabsProvider implements SpeechProvider {

  public static final String ID = "elevenlabs";

  /// Raise it when this class asks for something else for the same input, so that chapters are made
  /// anew.
  public static final String GENERATION = "1";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration MODELS_ARE_FRESH = Duration.ofHours(1);
  private static final int MOST_PREVIOUS_REQUESTS = 3;
  private static final int CONTEXT_CHARACTERS = 500;
  private static final double SILENCE_SECONDS = 0.5;
  private static final List<String> VOICE_NUMBERS =
      List.of("stability", "similarity_boost", "style", "speed");

  private final ElevenLabsSettings settings;
  private final ElevenLabsClient client;
  private final InstantSource clock;
  private final Semaphore slots;
  private volatile @Nullable KnownModels known;

  private record KnownModels(List<ElevenLabsModel> models, Instant asked) {}

  public ElevenLabsProvider(ElevenLabsSettings settings, InstantSource clock) {
    this.settings = settings;
    this.client = new ElevenLabsClient(settings);
    this.clock = clock;
    this.slots = new Semaphore(settings.concurrency(), true);
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public SpeechResult speak(SpeechRequest request, OutputStream mp3) {
    if (request.text().codePoints().noneMatch(Character::isLetterOrDigit)) {
      return silence(mp3);
    }
    var voice = request.voice();
    if (voice == null || voice.isBlank()) {
      throw new VoiceMissingException(
          ID,
          "ElevenLabs needs a voice: give its id with --voice. The ids are in the account under"
              + " Voices.");
    }
    var model = model(request.options().getOrDefault("model", settings.model()));
    int limit = settings.freePlan() ? model.mostCharactersFree() : model.mostCharacters();
    var pieces = TextPieces.of(request.text(), limit, request.language());
    return new Chapter(request, voice, model, pieces, mp3).speak();
  }

  /// The models the key may use, asked for at most once an hour. Throws as [#speak] does.
  public List<ElevenLabsModel> models() {
    var current = known;
    var now = clock.instant();
    if (current == null || current.asked().plus(MODELS_ARE_FRESH).isBefore(now)) {
      current = new KnownModels(settings.retry().call(client::models), now);
      known = current;
    }
    return current.models();
  }

  private ElevenLabsModel model(String id) {
    return models().stream()
        .filter(model -> model.id().equals(id) && model.speaks())
        .findFirst()
        .orElseThrow(
            () ->
                new ProviderRefusedException(
                    ID,
                    "ElevenLabs has no model '"
                        + id
                        + "' that speaks. It has: "
                        + models().stream()
                            .filter(ElevenLabsModel::speaks)
                            .map(ElevenLabsModel::id)
                            .collect(Collectors.joining(", "))
                        + "."));
  }

  private SpeechResult silence(OutputStream mp3) {
    var frames = new Mp3Frames(mp3);
    var silence = Mp3Silence.of(SILENCE_SECONDS, settings.sampleRate());
    try {
      frames.write(silence, silence.length);
    } catch (IOException e) {
      throw new UncheckedIOException("The MP3 could not be handed on: " + e.getMessage(), e);
    }
    return new SpeechResult(frames.samples(), frames.sampleRate(), 0, List.of());
  }

  /// The work on one text. Used by one thread.
  private final class Chapter {

    private final SpeechRequest request;
    private final String voice;
    private final ElevenLabsModel model;
    private final List<String> pieces;
    private final Mp3Frames frames;
    private final List<String> requestIds = new ArrayList<>();

    Chapter(
        SpeechRequest request,
        String voice,
        ElevenLabsModel model,
        List<String> pieces,
        OutputStream mp3) {
      this.request = request;
      this.voice = voice;
      this.model = model;
      this.pieces = pieces;
      this.frames = new Mp3Frames(new Unchecked(mp3));
    }

    SpeechResult speak() {
      for (int i = 0; i < pieces.size(); i++) {
        var body = body(i);
        takeSlot();
        try {
          var response = settings.retry().call(() -> client.speak(voice, body));
          response.headers().firstValue("request-id").ifPresent(requestIds::add);
          passOn(response.body());
        } finally {
          slots.release();
        }
      }
      long characters = pieces.stream().mapToLong(String::length).sum();
      return new SpeechResult(frames.samples(), frames.sampleRate(), characters, requestIds);
    }

    private ObjectNode body(int index) {
      var body = JSON.createObjectNode();
      body.put("text", pieces.get(index)).put("model_id", model.id());
      var options = request.options();
      for (var name : VOICE_NUMBERS) {
        number(options, name)
            .ifPresent(value -> body.withObject("voice_settings").put(name, value));
      }
      if (options.containsKey("use_speaker_boost")) {
        body.withObject("voice_settings")
            .put("use_speaker_boost", Boolean.parseBoolean(options.get("use_speaker_boost")));
      }
      number(options, "seed").ifPresent(seed -> body.put("seed", (long) seed));
      if (options.containsKey("languageCode")) {
        body.put("language_code", options.get("languageCode"));
      }
      stitch(body, index);
      return body;
    }

    /// Ids of earlier requests tell more than their text; the service takes three.
    private void stitch(ObjectNode body, int index) {
      int ids = Math.min(requestIds.size(), MOST_PREVIOUS_REQUESTS);
      if (ids > 0) {
        var previous = body.putArray("previous_request_ids");
        requestIds.subList(requestIds.size() - ids, requestIds.size()).forEach(previous::add);
      } else {
        var before = index > 0 ? pieces.get(index - 1) : request.previousText();
        if (before != null && !before.isBlank()) {
          body.put("previous_text", tail(before));
        }
      }
      var after = index + 1 < pieces.size() ? pieces.get(index + 1) : request.nextText();
      if (after != null && !after.isBlank()) {
        body.put("next_text", head(after));
      }
    }

    private void passOn(InputStream sound) {
      long before = frames.samples();
      frames.nextStream();
      var buffer = new byte[16 * 1024];
      try (sound) {
        for (int n = sound.read(buffer); n >= 0; n = sound.read(buffer)) {
          frames.write(buffer, n);
        }
      } catch (Mp3Frames.NotMp3Exception e) {
        throw notSound(e.getMessage());
      } catch (IOException e) {
        throw ElevenLabsClient.unreachable(e);
      }
      if (frames.samples() == before) {
        throw notSound("The answer is empty");
      }
    }

    private ProviderUnavailableException notSound(@Nullable String why) {
      return new ProviderUnavailableException(
          ID, "ElevenLabs answered 200 but sent no sound: " + why + ". Try again later.");
    }
  }

  private void takeSlot() {
    try {
      slots.acquire();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ProviderUnavailableException(ID, "The request to ElevenLabs was cancelled.", e);
    }
  }

  private static OptionalDouble number(Map<String, String> options, String name) {
    var value = options.get(name);
    if (value == null) {
      return OptionalDouble.empty();
    }
    try {
      return OptionalDouble.of(Double.parseDouble(value));
    } catch (NumberFormatException e) {
      throw new ProviderRefusedException(
          ID, "The voice option " + name + " is '" + value + "', which is no number.", e);
    }
  }

  private static String tail(String text) {
    return text.substring(Math.max(0, text.length() - CONTEXT_CHARACTERS)).strip();
  }

  private static String head(String text) {
    return text.substring(0, Math.min(text.length(), CONTEXT_CHARACTERS)).strip();
  }

  /// Tells a failure of our own side, which no repeat at the service cures, from one of the
  /// service.
  private static final class Unchecked extends OutputStream {
    private final OutputStream out;

    Unchecked(OutputStream out) {
      this.out = out;
    }

    @Override
    public void write(int b) {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int count) {
      try {
        out.write(bytes, from, count);
      } catch (IOException e) {
        throw new UncheckedIOException("The MP3 could not be handed on: " + e.getMessage(), e);
      }
    }
  }
}
