package io.millrace.pipelines.book.scrape;

import io.millrace.pipelines.book.config.ScrapeConfig;
import io.millrace.pipelines.book.store.ArtifactStore;
import io.millrace.pipelines.book.store.ObjectMissingException;
import io.millrace.pipelines.book.store.StoreRefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Opens a source of any kind within the configured limits. Throws a [ScrapeException]. Safe for
/// concurrent use.
public final class SourceReader {
  private final ScrapeConfig config;
  private final Supplier<ArtifactStore> objects;
  private final HttpSource http;

  /// `objects` is where `s3:` addresses lead, asked for with the first of them: the user's own S3,
  /// which need not be where the pipeline keeps its objects.
  public SourceReader(
      ScrapeConfig config, Supplier<ArtifactStore> objects, Clock clock, Pause pause) {
    this.config = config;
    this.objects = objects;
    this.http = new HttpSource(config, HttpSource.systemLookup(), clock, pause);
  }

  /// The caller closes the result. Nothing of the body has been read.
  public OpenSource open(Source source) {
    return switch (source) {
      case Source.Http(var uri) -> http.open(uri);
      case Source.LocalFile(var path) -> file(path);
      case Source.S3Object object -> object(object);
    };
  }

  private OpenSource file(Path path) {
    if (!config.allowFiles()) {
      throw new UnsupportedSourceException(
          "The source "
              + path
              + " is a local file, and this function does not read those. Give an http(s) or s3"
              + " address, or set BOOK_ALLOW_FILES=true on a machine of your own.");
    }
    if (Files.isDirectory(path)) {
      throw new UnsupportedSourceException(
          "The source " + path + " is a folder. Name the book's file in it.");
    }
    if (!Files.exists(path)) {
      throw new SourceNotFoundException(
          "The file " + path.toAbsolutePath() + " does not exist. Check the path.");
    }
    try {
      if (Files.size(path) > config.maxBytes()) {
        throw SourceBody.tooLarge(path.toString(), config.maxBytes());
      }
      var body = new SourceBody(Files.newInputStream(path), path.toString(), config.maxBytes());
      return new OpenSource(body, path.toUri().toString(), null, null, name(path.toString()));
    } catch (IOException e) {
      throw new SourceRefusedException(
          "The file " + path.toAbsolutePath() + " cannot be read: " + e + ". Check its rights.");
    }
  }

  private OpenSource object(Source.S3Object source) {
    var location = source.location();
    try {
      var store = objects.get();
      var head = store.require(location);
      if (head.bytes() > config.maxBytes()) {
        throw SourceBody.tooLarge(location.toString(), config.maxBytes());
      }
      var type = MediaTypeHeader.parse(head.contentType() == null ? "" : head.contentType());
      var body = new SourceBody(store.read(location), location.toString(), config.maxBytes());
      return new OpenSource(
          body, location.toString(), type.mediaType(), type.charset(), name(location.key()));
    } catch (ObjectMissingException e) {
      throw new SourceNotFoundException(
          "There is no object " + location + ". Check bucket and key.", e);
    } catch (StoreRefusedException e) {
      throw new SourceRefusedException(
          "S3 does not give "
              + location
              + ": "
              + e.getMessage()
              + " The credentials are those of the environment (AWS_PROFILE, AWS_ACCESS_KEY_ID, …);"
              + " without any, only public objects can be read.");
    }
  }

  private static @Nullable String name(String path) {
    var name = path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
    return name.isEmpty() ? null : name;
  }
}
