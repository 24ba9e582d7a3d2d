package io.millrace.pipelines.book.text;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A cover picture as found in the source: `mediaType` such as `image/jpeg`, `bytes` the undecoded
/// file. The array is shared, not copied (covers run to megabytes); nobody writes to it.
@SuppressWarnings("ArrayRecordComponent") // equality is by content, below
public record Cover(String mediaType, byte[] bytes) {

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Cover(String type, byte[] content)
        && mediaType.equals(type)
        && Arrays.equals(bytes, content);
  }

  @Override
  public int hashCode() {
    return Objects.hash(mediaType, Arrays.hashCode(bytes));
  }

  @Override
  public String toString() {
    return "Cover[" + mediaType + ", " + bytes.length + " bytes]";
  }
}
