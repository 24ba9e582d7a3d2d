package io.millrace.pipelines.book.handler;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import io.millrace.pipelines.book.speech.SpeechRequest;
import io.millrace.pipelines.book.store.ArtifactKeys;
import io.millrace.pipelines.book.store.ChapterContent;
import io.millrace.pipelines.book.store.Fingerprint;
import io.millrace.pipelines.book.store.ObjectLocation;
import io.millrace.pipelines.book.store.Stage;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Speaks one chapter (the blueprint's TTSChapterLambda, the task list's GenerateAudioLambda).
///
/// In: `bookId`, `chapterId`, `formattedS3Key`, `s3.bucketFormatted`, `s3.bucketAudio`,
/// `ttsOptions` (`provider`: espeak or elevenlabs; `voiceId` or `voice`; `language`; the rest is
/// the provider's), `idempotencyKey`. Out: `chapterId`, `audioS3Key`, `characters`, `seconds`. The
/// voice's bytes stream into the object, which appears when the last has arrived. A voice that has
/// its samples at hand gives AAC frames for the audiobook, too; they appear before the MP3, so that
/// whoever finds the MP3 of a fingerprint finds its frames.
public final class GenerateAudioHandler
    implements RequestHandler<Map<String, Object>, Map<String, Object>> {
  private final BookServices services;

  /// Called by Lambda.
  public GenerateAudioHandler() {
    this(BookWiring.get());
  }

  public GenerateAudioHandler(BookServices services) {
    this.services = services;
  }

  @Override
  public Map<String, Object> handleRequest(Map<String, Object> event, @Nullable Context context) {
    var input = StageInput.of(event);
    var chapterId = input.chapterIdFor(Stage.TTS);
    if (input.dryRun()) {
      return dryRun(input, chapterId);
    }
    return new StageRunner(services)
        .runForChapter(input, Stage.TTS, chapterId, new Speaking(input, chapterId));
  }

  /// Counts and prices the formatted text where there is one; asks no provider.
  private Map<String, Object> dryRun(StageInput input, String chapterId) {
    var speaking = new Speaking(input, chapterId);
    var answer = answer(input.bookId(), chapterId);
    answer.put("dryRun", true);
    if (services.objects().head(speaking.source).isPresent()) {
      var text = services.objects().readText(speaking.source);
      var characters = (long) text.codePointCount(0, text.length());
      answer.put("characters", characters);
      answer.put("price", services.pricing().of(speaking.provider, speaking.options, characters));
    }
    return answer;
  }

  private static Map<String, Object> answer(String bookId, String chapterId) {
    var answer = new LinkedHashMap<String, Object>();
    answer.put("bookId", bookId);
    answer.put("chapterId", chapterId);
    answer.put("audioS3Key", ArtifactKeys.audio(bookId, chapterId));
    return answer;
  }

  private final class Speaking implements StageWork {
    private final StageInput input;
    private final String chapterId;
    private final Map<String, String> options;
    private final String provider;
    private final ObjectLocation source;
    private final ObjectLocation destination;
    private final ObjectLocation frames;
    private @Nullable Inputs inputs;

    private record Inputs(SpeechRequest request, StoredWork stored) {}

    Speaking(StageInput input, String chapterId) {
      this.input = input;
      this.chapterId = chapterId;
      this.options = input.options("ttsOptions");
      this.provider = options.getOrDefault("provider", services.defaultVoices());
      this.source =
          new ObjectLocation(
              input.bucket("bucketFormatted", services.bucket()),
              input
                  .text("formattedS3Key")
                  .orElse(ArtifactKeys.formatted(input.bookId(), chapterId)));
      this.destination =
          new ObjectLocation(
              input.bucket("bucketAudio", services.bucket()),
              ArtifactKeys.audio(input.bookId(), chapterId));
      this.frames =
          new ObjectLocation(
              destination.bucket(), ArtifactKeys.audioFrames(input.bookId(), chapterId));
    }

    private Inputs inputs() {
      if (inputs == null) {
        var head = services.objects().require(source);
        var language =
            ParsedChapter.locale(
                options.getOrDefault(
                    "language", head.metadata().get(FormatChapterHandler.LANGUAGE)));
        var voice = options.getOrDefault("voiceId", options.get("voice"));
        var text = services.objects().readText(source);
        var request = new SpeechRequest(text, language, voice, options, null, null);
        var fingerprint =
            Fingerprint.of(
                "tts",
                options,
                services.making().of(provider, options),
                language.toLanguageTag(),
                text);
        inputs =
            new Inputs(
                request, new StoredWork(fingerprint, input.force("ttsOptions"), input.runId()));
      }
      return inputs;
    }

    @Override
    public Optional<Result> alreadyDone() {
      return inputs()
          .stored
          .find(services.objects(), destination)
          .map(object -> result(object.bytes(), answer(input.bookId(), chapterId), null));
    }

    @Override
    public Result perform() throws IOException {
      var voice = services.voices().named(provider);
      var metadata = inputs().stored.metadata(Map.of());
      try (var mp3 = services.objects().upload(destination, "audio/mpeg", metadata);
          var aac = services.objects().upload(frames, "audio/aac", metadata)) {
        var spoken = voice.speak(inputs().request, mp3, aac);
        if (aac.written() > 0) {
          aac.commit();
        } else {
          removeFramesOfAnotherVoice();
        }
        mp3.commit();
        var output = answer(input.bookId(), chapterId);
        output.put("characters", spoken.characters());
        output.put("seconds", Math.round(spoken.seconds() * 1000) / 1000.0);
        return result(mp3.written(), output, spoken.characters());
      }
    }

    /// Nobody would take them for this voice's, as their fingerprint is another; they only use up
    /// room.
    private void removeFramesOfAnotherVoice() {
      if (services.objects().head(frames).isPresent()) {
        services.objects().delete(frames);
      }
    }

    private Result result(long bytes, Map<String, Object> output, @Nullable Long characters) {
      return Result.complete(
          output,
          connection ->
              new ChapterContent(
                      chapterId,
                      Stage.TTS,
                      destination,
                      bytes,
                      characters,
                      inputs().stored.fingerprint())
                  .upsert(connection, input.bookId(), services.clock().instant()));
    }
  }
}
