package io.millrace.local.s3;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Where things lie in the folder. An object `audio/1.mp3` of bucket `books` is the file
/// `books/audio/1.mp3`, which any program may read; everything else is under `.millrace`.
///
/// A part of a key between slashes that cannot be a file name (empty, `.`, `..`) or starts with `%`
/// is written with a `%` before it.
///
/// @param root the endpoint's folder
record Layout(Path root) {
  private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
  private static final int MAX_KEY_BYTES = 1024;

  /// File systems allow 255 bytes; the record's file adds a time stamp to the name.
  private static final int MAX_PART_BYTES = 220;

  Path own() {
    return root.resolve(".millrace");
  }

  /// Where bodies are written before they become objects: the same file system, so that a rename is
  /// atomic.
  Path staging() {
    return own().resolve("staging");
  }

  Path uploads() {
    return own().resolve("uploads");
  }

  Path bucket(String bucket) {
    if (!BUCKET.matcher(bucket).matches() || bucket.contains("..")) {
      throw new S3Error(400, "InvalidBucketName", "The specified bucket is not valid.");
    }
    return root.resolve(bucket);
  }

  Path object(String bucket, String key) {
    return bucket(bucket).resolve(fileName(key));
  }

  /// The record of the object whose file has this time stamp.
  Path metadata(String bucket, String key, long micros) {
    return own().resolve("records").resolve(bucket).resolve(fileName(key) + "#" + micros);
  }

  /// The key of a file in a bucket's folder.
  static String key(Path bucketFolder, Path file) {
    var relative = bucketFolder.relativize(file);
    return Pattern.compile("/")
        .splitAsStream(relative.toString())
        .map(Layout::decode)
        .collect(Collectors.joining("/"));
  }

  private static String fileName(String key) {
    if (key.isEmpty() || key.indexOf('\0') >= 0) {
      throw S3Error.invalid("A key must have at least one character, and none that is NUL.");
    }
    if (key.getBytes(StandardCharsets.UTF_8).length > MAX_KEY_BYTES) {
      throw new S3Error(400, "KeyTooLongError", "Your key is too long");
    }
    return Arrays.stream(key.split("/", -1)).map(Layout::encode).collect(Collectors.joining("/"));
  }

  private static String encode(String part) {
    if (part.getBytes(StandardCharsets.UTF_8).length > MAX_PART_BYTES) {
      throw new S3Error(
          400,
          "KeyTooLongError",
          "A part of the key between slashes is longer than " + MAX_PART_BYTES + " bytes.");
    }
    if (part.isEmpty()) {
      return "%";
    }
    return part.startsWith("%") || part.equals(".") || part.equals("..") || part.equals(".millrace")
        ? "%" + part
        : part;
  }

  private static String decode(String name) {
    return name.startsWith("%") ? name.substring(1) : name;
  }
}
