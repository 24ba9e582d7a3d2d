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
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Wires the services by hand: [#get] for functions on AWS, [#wire] for a process that brings its
/// own stores.
public final class BookWiring {
  private BookWiring() {}

  /// The process's services from its environment, made on first use and kept, as Lambda keeps a
  /// warm environment between calls. Secrets are read here, once.
  static BookServices get() {
    return Holder.SERVICES;
  }

  /// The stores stay the caller's to close; `objects` holds what the pipeline makes, while a source
  /// at an `s3:` address is read with the environment's own credentials. `parallelism` is how many
  /// chapters the assembler encodes at once.
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
        new SourceReader(config.scrape(), new SourceStore(config), clock, Pause.sleeping()),
        new DetectingParser(),
        providers::formatter,
        providers::voice,
        providers::making,
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

  /// The SDK's usual client, made when the first `s3:` address comes: finding credentials may take
  /// seconds, and most books come from elsewhere. Kept for the life of the process.
  private static final class SourceStore implements Supplier<ArtifactStore> {
    private final BookConfig config;
    private @Nullable ArtifactStore store;

    SourceStore(BookConfig config) {
      this.config = config;
    }

    @Override
    public synchronized ArtifactStore get() {
      if (store == null) {
        store = ArtifactStore.ofOthers(config.s3PathStyle());
      }
      return store;
    }
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
