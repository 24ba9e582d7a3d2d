package io.millrace.local.s3;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/// Lists keys in S3's order, that of their UTF-8 bytes.
///
/// @param entries keys and, with a delimiter, common prefixes, as one sequence
/// @param next the last entry when there are more
record Listing(List<Entry> entries, Optional<String> next) {
  private static final Comparator<String> BY_BYTES =
      (one, other) ->
          Arrays.compareUnsigned(
              one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));

  /// @param name the key or the common prefix
  /// @param isPrefix which of the two
  record Entry(String name, boolean isPrefix) {}

  /// @param prefix of the keys wanted
  /// @param delimiter usually `/`; empty for none
  /// @param after entries up to and including this one are left out; empty for none
  /// @param limit at most this many entries
  static Listing of(Path bucketFolder, String prefix, String delimiter, String after, int limit)
      throws IOException {
    var keys = new TreeSet<>(BY_BYTES);
    collect(bucketFolder, bucketFolder, prefix, keys);
    var entries = new ArrayList<Entry>();
    var last = "";
    for (var key : keys) {
      var entry = entry(key, prefix, delimiter);
      if (entry.name().equals(last) || BY_BYTES.compare(entry.name(), after) <= 0) {
        continue;
      }
      if (entries.size() == limit) {
        return new Listing(entries, Optional.of(last));
      }
      entries.add(entry);
      last = entry.name();
    }
    return new Listing(entries, Optional.empty());
  }

  private static Entry entry(String key, String prefix, String delimiter) {
    var end = delimiter.isEmpty() ? -1 : key.indexOf(delimiter, prefix.length());
    return end < 0
        ? new Entry(key, false)
        : new Entry(key.substring(0, end + delimiter.length()), true);
  }

  /// Goes into those folders only that can hold keys with the prefix.
  private static void collect(Path bucketFolder, Path folder, String prefix, TreeSet<String> keys)
      throws IOException {
    try (DirectoryStream<Path> children = Files.newDirectoryStream(folder)) {
      for (var child : children) {
        var key = Layout.key(bucketFolder, child);
        if (Files.isDirectory(child)) {
          var inside = key + "/";
          if (inside.startsWith(prefix) || prefix.startsWith(inside)) {
            collect(bucketFolder, child, prefix, keys);
          }
        } else if (key.startsWith(prefix)) {
          keys.add(key);
        }
      }
    } catch (NoSuchFileException | NotDirectoryException _) {
      // Deleted meanwhile: then its keys are gone as well.
    }
  }
}
