package io.millrace.pipelines.stages.output;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectReader;
import io.millrace.pipelines.stages.store.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/// The records of an output, read in constant memory, part after part.
///
/// A value that is an array is read as the records it holds, any other as one record. A part's
/// checksum is known only after its last record, so a stage may see records of a damaged part; but
/// [#finish] then throws, and nothing is published. Iterated once, by one thread.
public final class StoredRecords<T> implements Records<T>, AutoCloseable {
  private final ObjectStore store;
  private final StageOutput output;
  private final ObjectReader reader;
  private int nextPart;
  private @Nullable PartInput input;
  private @Nullable JsonParser parser;
  private boolean inArray;
  private @Nullable T next;
  private long read;
  private @Nullable RuntimeException failure;

  public StoredRecords(ObjectStore store, StageOutput output, JavaType type) {
    this.store = store;
    this.output = output;
    this.reader = StageJson.MAPPER.readerFor(type);
  }

  @Override
  public Iterator<T> iterator() {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return isThereMore();
      }

      @Override
      public T next() {
        return takeNext();
      }
    };
  }

  /// How many records were handed out.
  public long count() {
    return read;
  }

  private boolean isThereMore() {
    if (failure != null) {
      throw failure;
    }
    try {
      while (next == null && advance()) {
        // The next part, when one has no more records.
      }
      return next != null;
    } catch (RuntimeException e) {
      failure = e;
      throw e;
    }
  }

  private T takeNext() {
    if (!isThereMore() || next == null) {
      throw new NoSuchElementException("There were " + read + " records.");
    }
    var record = next;
    next = null;
    read++;
    return record;
  }

  /// Reads the next record into [#next], or goes to the next part; false after the last.
  private boolean advance() {
    try {
      var open = parser;
      if (open == null) {
        return openNext();
      }
      var token = open.nextToken();
      if (token == null || (inArray && token == JsonToken.END_ARRAY)) {
        verifyPart();
        return true;
      }
      next = reader.readValue(open);
      if (next == null) {
        throw new RecordUnreadableException(place() + ": null is no record.");
      }
      return true;
    } catch (JsonProcessingException e) {
      throw unreadable(e);
    } catch (IOException e) {
      throw new UncheckedIOException(place() + ": " + e.getMessage(), e);
    }
  }

  private boolean openNext() throws IOException {
    if (nextPart == output.parts().size()) {
      return false;
    }
    var part = output.parts().get(nextPart++);
    var opened = PartInput.open(store, output, part);
    input = opened;
    InputStream bytes =
        part.isCompressed() && part.bytes() > 0 ? new GZIPInputStream(opened, 64 << 10) : opened;
    var created = StageJson.MAPPER.createParser(bytes);
    parser = created;
    inArray = false;
    if (output.format() == Format.VALUE) {
      var first = created.nextToken();
      inArray = first == JsonToken.START_ARRAY;
      if (!inArray && first != null) {
        next = reader.readValue(created);
      }
    }
    return true;
  }

  /// Damage shows as a record that cannot be read before it shows as a checksum; it is named what
  /// it is.
  private RuntimeException unreadable(JsonProcessingException e) {
    try {
      verifyPart();
    } catch (IOException | RuntimeException damage) {
      damage.addSuppressed(e);
      return damage instanceof RuntimeException known
          ? known
          : new UncheckedIOException((IOException) damage);
    }
    return new RecordUnreadableException(
        place()
            + ", record "
            + (read + 1)
            + " of the output, cannot be read: "
            + StageJson.firstLine(e),
        e);
  }

  private String place() {
    return output.location(output.parts().get(nextPart - 1)).toString();
  }

  private void verifyPart() throws IOException {
    var open = input;
    if (open != null) {
      try {
        open.verify();
      } finally {
        closePart();
      }
    }
  }

  /// To be called when the stage has read what it wanted: throws what went wrong, also when the
  /// stage has caught it, and checks the part it stopped in.
  public void finish() {
    if (failure != null) {
      throw failure;
    }
    try {
      verifyPart();
    } catch (IOException e) {
      throw new UncheckedIOException(place() + ": " + e.getMessage(), e);
    }
  }

  private void closePart() {
    var open = input;
    if (open != null) {
      open.close();
    }
    input = null;
    parser = null;
  }

  @Override
  public void close() {
    closePart();
  }
}
