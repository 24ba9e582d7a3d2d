package io.millrace.local.glue.spark;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/// A library and the checksum that it must have.
///
/// @param path in a Maven repository
/// @param sha256 in hexadecimal digits
record Library(String path, String sha256) {
  /// What a class path for Spark, Hadoop's S3 client and its committers consists of; made by
  /// `scripts/spark-libraries`.
  private static final String LIST = "libraries.txt";

  static List<Library> all() {
    var resource = Objects.requireNonNull(Library.class.getResourceAsStream(LIST), LIST);
    try (var reader =
        new BufferedReader(new InputStreamReader(resource, StandardCharsets.US_ASCII))) {
      return reader
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split(" "))
          .map(words -> new Library(words[1], words[0]))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(LIST + " cannot be read.", e);
    }
  }

  String fileName() {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
