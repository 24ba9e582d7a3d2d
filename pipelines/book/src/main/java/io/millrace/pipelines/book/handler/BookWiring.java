package io.millrace.pipelines.book.handler;

import io.millrace.pipelines.book.audio.AudiobookAssembler;
import io.millrace.pipelines.book.config.BookConfig;
import io.millrace.pipelines.book.config.Settings;
import io.millrace.pipelines.book.parse.detect.DetectingParser;
import io.millrace.pipelines.book.scrape.Pause;
import io.millrace.pipelines.book.scrape.SourceReader;
import io.millrace.pipelines.book.store.ArtifactStore;
import io.millrace.pipelines.book.store.BookDatabase;
import java.time.Clock;

/// Wires the services by hand: [#get] for functions on AWS, [#wire] for a process that brings its
/// own stores.
public final class BookWiring {
  private BookWiring() {}

  /// The process's services from its environment, made on first use and kept, as Lambda keeps a
  /// warm environment between calls. Secrets are read here, once.
  static BookServices get() {
    return Holder.SERVICES;
  }

  /// The stores stay the caller's to close. `parallelism` is how many chapters the assembler
  /// encodes at once.
  public static BookServices wire(
      BookConfig config,
      Settings settings,
      ArtifactStore objects,
      BookDatabase database,
      int parallelism) {
    var clock = Clock.systemUTC();
    var providers = new Providers(settings, config.workFolder(), clock);
    return new BookServices(
        objects,
        database,
        new SourceReader(config.scrape(), objects, clock, Pause.sleeping()),
        new DetectingParser(),
        providers::formatter,
        providers::voice,
        request ->
            new AudiobookAssembler(providers.ffmpeg(), parallelism, config.workFolder())
                .assemble(request),
        providers::price,
        config.formatter(),
        config.speech(),
        config.bucket(),
        config.maxChapters(),
        config.workFolder(),
        clock);
  }

  private static final class Holder {
    static final BookServices SERVICES = fromEnvironment();

    private static BookServices fromEnvironment() {
      var settings = Settings.fromEnvironment();
      var config = BookConfig.from(settings);
      return wire(
          config,
          settings,
          ArtifactStore.fromEnvironment(config.s3PathStyle()),
          BookDatabase.open(config.database()),
          Math.max(1, Runtime.getRuntime().availableProcessors()));
    }
  }
}
