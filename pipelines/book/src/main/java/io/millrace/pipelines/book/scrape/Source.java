package io.millrace.pipelines.book.scrape;

import io.millrace.pipelines.book.store.ObjectLocation;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;

/// Where a book is to be fetched from.
public sealed interface Source {
  /// @param uri scheme `http` or `https`, with a host
  record Http(URI uri) implements Source {}

  record LocalFile(Path path) implements Source {}

  record S3Object(ObjectLocation location) implements Source {}

  /// Two letters at least, so that a Windows drive is a path.
  Pattern SCHEME = Pattern.compile("^([A-Za-z][A-Za-z0-9+.-]+):.*", Pattern.DOTALL);

  /// Reads `http(s)://…`, `s3://bucket/key`, `file:…` and plain paths. Throws
  /// [UnsupportedSourceException] for all else.
  static Source parse(String text) {
    var stripped = text.strip();
    if (stripped.isEmpty()) {
      throw new UnsupportedSourceException(
          "The source is empty. Give an http(s), s3 or file address, or a path.");
    }
    var scheme = SCHEME.matcher(stripped);
    if (!scheme.matches()) {
      return new LocalFile(path(stripped));
    }
    return switch (scheme.group(1).toLowerCase(Locale.ROOT)) {
      case "http", "https" -> http(stripped);
      case "s3" -> s3(stripped);
      case "file" -> file(stripped);
      default ->
          throw new UnsupportedSourceException(
              "The source "
                  + stripped
                  + " has a scheme that is not read. Use http, https, s3, file, or a plain path.");
    };
  }

  private static Http http(String text) {
    var uri = uri(text);
    if (uri.getHost() == null) {
      throw new UnsupportedSourceException(
          "The address " + text + " has no valid host name. Correct it and start again.");
    }
    if (uri.getRawUserInfo() != null) {
      // Not repeated: it may hold a password, and rows and logs keep the source.
      throw new UnsupportedSourceException(
          "The address holds a user name or password before the host. Fetch the book yourself and"
              + " give the file.");
    }
    return new Http(withoutFragment(uri));
  }

  private static S3Object s3(String text) {
    // Not a URI: S3 keys may hold any character.
    var rest = text.substring(text.indexOf(':') + 1).replaceFirst("^//", "");
    var slash = rest.indexOf('/');
    if (slash < 1 || slash == rest.length() - 1) {
      throw new UnsupportedSourceException(
          "The address " + text + " does not name an object. Write s3://bucket/key.");
    }
    return new S3Object(new ObjectLocation(rest.substring(0, slash), rest.substring(slash + 1)));
  }

  private static LocalFile file(String text) {
    try {
      return new LocalFile(Path.of(uri(text)));
    } catch (IllegalArgumentException | FileSystemNotFoundException e) {
      throw new UnsupportedSourceException(
          "The address " + text + " is not a local file: " + e.getMessage() + ".");
    }
  }

  private static Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new UnsupportedSourceException("\"" + text + "\" is not a path: " + e.getReason());
    }
  }

  /// People paste addresses with spaces; browsers encode them, so do we.
  private static URI uri(String text) {
    try {
      return new URI(text.replace(" ", "%20"));
    } catch (URISyntaxException e) {
      throw new UnsupportedSourceException(
          "The address " + text + " cannot be read: " + e.getReason() + ".");
    }
  }

  private static URI withoutFragment(URI uri) {
    var text = uri.toString();
    var hash = text.indexOf('#');
    return hash < 0 ? uri : URI.create(text.substring(0, hash));
  }
}
