package io.millrace.pipelines.book.handler;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import io.millrace.pipelines.book.audio.Assembly;
import io.millrace.pipelines.book.audio.AssemblyRequest;
import io.millrace.pipelines.book.audio.AudioChapter;
import io.millrace.pipelines.book.store.ArtifactKeys;
import io.millrace.pipelines.book.store.BookTable;
import io.millrace.pipelines.book.store.ChapterContent;
import io.millrace.pipelines.book.store.ChapterTable;
import io.millrace.pipelines.book.store.Failure;
import io.millrace.pipelines.book.store.Fingerprint;
import io.millrace.pipelines.book.store.ObjectLocation;
import io.millrace.pipelines.book.store.Outcome;
import io.millrace.pipelines.book.store.Stage;
import io.millrace.pipelines.book.store.StageStatus;
import io.millrace.pipelines.book.text.Cover;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Puts every spoken chapter into one `.m4b` with chapter marks.
///
/// In: `bookId`, `s3.bucketParsed`, `s3.bucketAudio`, `ttsOptions` (`narrator`, else the voice is
/// named). Out: `bookId`, `audiobookS3Key`, `chapters` (how many it holds). It holds what this run
/// asked for and spoke, so that one book has one voice; a chapter that failed is left out, and a
/// later run that speaks it makes the audiobook again. A chapter whose audio holds no sound counts
/// as failed. A chapter's AAC frames are taken as they are where they were made with its MP3, else
/// the MP3 is encoded again. Needs room for the sound of all chapters and twice the result in the
/// work folder.
public final class AssembleHandler
    implements RequestHandler<Map<String, Object>, Map<String, Object>> {
  private final BookServices services;

  /// Called by Lambda.
  public AssembleHandler() {
    this(BookWiring.get());
  }

  public AssembleHandler(BookServices services) {
    this.services = services;
  }

  @Override
  public Map<String, Object> handleRequest(Map<String, Object> event, @Nullable Context context) {
    var input = StageInput.of(event);
    if (input.dryRun()) {
      var answer = new LinkedHashMap<String, Object>();
      answer.put("bookId", input.bookId());
      answer.put("audiobookS3Key", ArtifactKeys.audiobook(input.bookId()));
      answer.put("dryRun", true);
      return answer;
    }
    return new StageRunner(services).runForBook(input, Stage.ASSEMBLE, new Assembling(input));
  }

  private record Spoken(String title, ChapterContent audio) {}

  private final class Assembling implements StageWork {
    private final StageInput input;
    private final ObjectLocation destination;
    private @Nullable Inputs inputs;

    private record Inputs(
        Manifest manifest, List<Spoken> chapters, String narrator, StoredWork stored) {}

    Assembling(StageInput input) {
      this.input = input;
      this.destination =
          new ObjectLocation(
              input.bucket("bucketAudio", services.bucket()),
              ArtifactKeys.audiobook(input.bookId()));
    }

    private Inputs inputs() {
      if (inputs == null) {
        var bucket = input.bucket("bucketParsed", services.bucket());
        var manifest = Parsing.manifest(services.objects(), bucket, input.bookId());
        var chapters = spoken(input.bookId());
        var narrator = narrator();
        inputs =
            new Inputs(
                manifest,
                chapters,
                narrator,
                new StoredWork(
                    fingerprint(manifest, chapters, narrator),
                    input.force("assembleOptions"),
                    input.runId()));
      }
      return inputs;
    }

    private String narrator() {
      var options = input.options("ttsOptions");
      var voice = options.getOrDefault("voiceId", options.get("voice"));
      var provider = options.getOrDefault("provider", services.defaultVoices());
      return options.getOrDefault("narrator", voice == null ? provider : provider + ", " + voice);
    }

    @Override
    public Optional<Result> alreadyDone() {
      return inputs()
          .stored
          .find(services.objects(), destination)
          .map(object -> result(object.bytes()));
    }

    @Override
    public Result perform() throws IOException {
      try (var folder = WorkFolder.in(services.workFolder())) {
        var assembly = services.assembler().assemble(request(folder));
        // One with gaps carries no fingerprint: the next run must not take it for a whole one.
        var metadata =
            assembly.silent().isEmpty()
                ? inputs().stored.metadata(Map.of())
                : Map.<String, String>of();
        services.objects().uploadFile(destination, assembly.file(), "audio/mp4", metadata);
        var whole = result(Files.size(assembly.file()));
        return assembly.silent().isEmpty() && assembly.notes().isEmpty()
            ? whole
            : withNotes(whole, assembly);
      }
    }

    private Result withNotes(Result whole, Assembly assembly) {
      var notes = new ArrayList<>(assembly.notes());
      for (var chapter : assembly.silent()) {
        notes.add("The chapter '" + chapter.title() + "' holds no sound and is left out.");
      }
      var output = new LinkedHashMap<>(whole.output());
      output.put("chapters", inputs().chapters.size() - assembly.silent().size());
      output.put("notes", notes);
      return new Result(
          assembly.silent().isEmpty() ? Outcome.COMPLETE : Outcome.PARTIAL,
          output,
          connection -> {
            whole.rows().with(connection);
            for (var chapter : assembly.silent()) {
              markSilent(connection, chapterId(chapter));
            }
          },
          String.join(" ", notes));
    }

    private void markSilent(Connection connection, String chapterId) throws SQLException {
      var failure =
          new Failure(
              "BookPipeline.SilentChapter",
              "The audio of "
                  + chapterId
                  + " holds no sound, so the audiobook is without it. Have it spoken again"
                  + " (--force) or with another voice.");
      ChapterTable.stage(
          connection,
          input.bookId(),
          chapterId,
          Stage.TTS,
          StageStatus.FAILED,
          failure,
          services.clock().instant());
    }

    /// From the name that [#sound] gave its file.
    private static String chapterId(AudioChapter chapter) {
      return String.valueOf(chapter.file().getFileName()).replaceFirst("\\.[^.]*$", "");
    }

    private AssemblyRequest request(WorkFolder folder) throws IOException {
      var chapters = new ArrayList<AudioChapter>();
      for (var chapter : inputs().chapters) {
        chapters.add(sound(chapter, folder));
      }
      var manifest = inputs().manifest;
      return new AssemblyRequest(
          chapters,
          cover(manifest),
          manifest.title(),
          manifest.authors().isEmpty() ? null : String.join(", ", manifest.authors()),
          inputs().narrator,
          manifest.language() == null ? null : ParsedChapter.locale(manifest.language()),
          folder.file(input.bookId() + ".m4b"));
    }

    private AudioChapter sound(Spoken chapter, WorkFolder folder) throws IOException {
      var audio = chapter.audio;
      var key = ArtifactKeys.audioFrames(input.bookId(), audio.chapterId());
      var frames = new ObjectLocation(audio.location().bucket(), key);
      var isMadeTogether =
          services
              .objects()
              .head(frames)
              .filter(object -> object.wasMadeFrom(audio.fingerprint()))
              .isPresent();
      var file = folder.file(audio.chapterId() + (isMadeTogether ? ".aac" : ".mp3"));
      services.objects().download(isMadeTogether ? frames : audio.location(), file);
      return new AudioChapter(
          chapter.title,
          file,
          isMadeTogether ? AudioChapter.Encoding.AAC : AudioChapter.Encoding.MP3);
    }

    private @Nullable Cover cover(Manifest manifest) {
      var key = manifest.coverS3Key();
      var mediaType = manifest.coverMediaType();
      if (key == null || mediaType == null) {
        return null;
      }
      var bucket = input.bucket("bucketParsed", services.bucket());
      return new Cover(mediaType, services.objects().readBytes(new ObjectLocation(bucket, key)));
    }

    private Result result(long bytes) {
      var output = new LinkedHashMap<String, Object>();
      output.put("bookId", input.bookId());
      output.put("audiobookS3Key", destination.key());
      output.put("chapters", inputs().chapters.size());
      output.put("bytes", bytes);
      return Result.complete(
          output,
          connection ->
              BookTable.audiobook(
                  connection, input.bookId(), destination.key(), services.clock().instant()));
    }
  }

  /// The chapters that this run asked for and spoke, in reading order.
  private List<Spoken> spoken(String bookId) {
    return services
        .database()
        .inTransaction(
            connection -> {
              var titles =
                  ChapterTable.progress(connection, bookId).stream()
                      .filter(ChapterTable.Progress::isComplete)
                      .collect(
                          Collectors.toMap(
                              ChapterTable.Progress::chapterId, ChapterTable.Progress::title));
              if (titles.isEmpty()) {
                throw new NothingSpokenException(bookId);
              }
              return ChapterContent.of(connection, bookId, Stage.TTS).stream()
                  .filter(audio -> titles.containsKey(audio.chapterId()))
                  .map(audio -> new Spoken(String.valueOf(titles.get(audio.chapterId())), audio))
                  .toList();
            });
  }

  private static Fingerprint fingerprint(
      Manifest manifest, List<Spoken> chapters, String narrator) {
    var parts = new ArrayList<String>();
    parts.add(manifest.title());
    parts.add(String.join("\n", manifest.authors()));
    parts.add(narrator);
    for (var chapter : chapters) {
      parts.add(chapter.title);
      parts.add(chapter.audio.fingerprint().value());
    }
    return Fingerprint.of("assemble", Map.of(), parts.toArray(String[]::new));
  }
}
