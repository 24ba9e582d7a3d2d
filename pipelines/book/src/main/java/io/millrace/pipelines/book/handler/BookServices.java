package io.millrace.pipelines.book.handler;

import io.millrace.pipelines.book.audio.Assembly;
import io.millrace.pipelines.book.audio.AssemblyRequest;
import io.millrace.pipelines.book.format.ChapterFormatter;
import io.millrace.pipelines.book.parse.BookParser;
import io.millrace.pipelines.book.scrape.SourceReader;
import io.millrace.pipelines.book.speech.SpeechProvider;
import io.millrace.pipelines.book.store.ArtifactStore;
import io.millrace.pipelines.book.store.BookDatabase;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;

/// Everything the handlers need from outside, made once per process. All parts are safe for
/// concurrent use.
///
/// @param bucket for every kind of object whose bucket the input does not name
/// @param maxChapters the most chapters one execution takes
/// @param workFolder where temporary files go
/// @param formatters finds a formatter by id; throws a ProviderException for one that is unknown or
///   not configured
/// @param voices the same for speech providers
/// @param making what, besides text and options, decides what a provider makes
/// @param defaultFormatter id used when the input's `formatOptions.provider` is absent
/// @param defaultVoices id used when the input's `ttsOptions.provider` is absent
public record BookServices(
    ArtifactStore objects,
    BookDatabase database,
    SourceReader sources,
    BookParser parser,
    Choice<ChapterFormatter> formatters,
    Choice<SpeechProvider> voices,
    Making making,
    Assembler assembler,
    Pricing pricing,
    String defaultFormatter,
    String defaultVoices,
    String bucket,
    int maxChapters,
    Path workFolder,
    Clock clock) {

  /// Finds a provider by its id.
  @FunctionalInterface
  public interface Choice<P> {
    P named(String id);
  }

  /// Names what a provider's result depends on besides text and options: the model it takes when
  /// the options name none, and the generation of our own code, prompts and rules.
  @FunctionalInterface
  public interface Making {
    String of(String provider, Map<String, String> options);
  }

  /// Puts MP3s together to an audiobook.
  @FunctionalInterface
  public interface Assembler {
    Assembly assemble(AssemblyRequest request);
  }

  /// What speaking so many characters costs.
  @FunctionalInterface
  public interface Pricing {
    /// @param options the input's `ttsOptions`
    /// @return JSON-like: at least `provider`, `amount`, `currency`
    Map<String, Object> of(String provider, Map<String, String> options, long characters);
  }
}
