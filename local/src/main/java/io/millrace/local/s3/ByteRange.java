package io.millrace.local.s3;

import java.util.Optional;
import java.util.regex.Pattern;

/// A part of an object.
///
/// @param first offset of its first byte
/// @param last offset of its last byte
record ByteRange(long first, long last) {
  private static final Pattern HEADER = Pattern.compile("bytes=(\\d*)-(\\d*)");

  /// Reads a `Range` header. Empty when it has another form, which HTTP wants ignored; throws
  /// [S3Error] when it lies outside of the object.
  static Optional<ByteRange> parse(String header, long size) {
    var matcher = HEADER.matcher(header);
    if (!matcher.matches() || (matcher.group(1).isEmpty() && matcher.group(2).isEmpty())) {
      return Optional.empty();
    }
    long first;
    var last = size - 1;
    if (matcher.group(1).isEmpty()) {
      first = Math.max(0, size - Long.parseLong(matcher.group(2)));
    } else {
      first = Long.parseLong(matcher.group(1));
      if (!matcher.group(2).isEmpty()) {
        last = Math.min(last, Long.parseLong(matcher.group(2)));
      }
    }
    if (first >= size || last < first) {
      throw new S3Error(416, "InvalidRange", "The requested range is not satisfiable");
    }
    return Optional.of(new ByteRange(first, last));
  }

  long length() {
    return last - first + 1;
  }

  String header(long size) {
    return "bytes " + first + "-" + last + "/" + size;
  }
}
