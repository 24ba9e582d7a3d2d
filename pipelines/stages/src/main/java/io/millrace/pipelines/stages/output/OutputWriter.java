package io.millrace.pipelines.stages.output;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.SequenceWriter;
import io.millrace.pipelines.stages.store.ObjectLocation;
import io.millrace.pipelines.stages.store.ObjectStore;
import io.millrace.pipelines.stages.store.ObjectUpload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes the parts of one attempt's output. Nobody sees them before a manifest names them; a
/// failed attempt's are deleted by [#discard]. Used by one thread.
public final class OutputWriter<T> implements RecordSink<T>, AutoCloseable {
  private final ObjectStore store;
  private final ObjectLocation folder;
  private final String attempt;
  private final JavaType type;
  private final long partBytesMax;
  private final List<Part> parts = new ArrayList<>();
  private @Nullable ObjectUpload upload;
  private @Nullable SequenceWriter writer;
  private @Nullable JsonGenerator generator;
  private long recordsInPart;
  private @Nullable RuntimeException failure;

  /// @param attempt unique, so that no two attempts write the same object
  /// @param partBytesMax a part that has grown to this size is followed by another
  public OutputWriter(
      ObjectStore store, ObjectLocation folder, String attempt, JavaType type, long partBytesMax) {
    this.store = store;
    this.folder = folder;
    this.attempt = attempt;
    this.type = type;
    this.partBytesMax = partBytesMax;
  }

  @Override
  public void write(T value) {
    if (failure != null) {
      throw failure;
    }
    try {
      var open = upload;
      if (open == null) {
        open = openPart(Layout.recordsPart(parts.size(), attempt), "application/x-ndjson");
      }
      sequence().write(value);
      recordsInPart++;
      if (open.written() + generator().getOutputBuffered() >= partBytesMax) {
        endRecordsPart(open);
      }
    } catch (IOException e) {
      failure = new UncheckedIOException(folder + ": " + e.getMessage(), e);
      throw failure;
    } catch (RuntimeException e) {
      failure = e;
      throw e;
    }
  }

  /// Writes the output's only value.
  ///
  /// @param records how many records it counts as
  /// @param bytesMax more is refused with [ValueTooLargeException]
  public List<Part> writeValue(T value, long records, long bytesMax) throws IOException {
    var open = openPart(Layout.valuePart(attempt), "application/json");
    sequence().write(value);
    generator().flush();
    if (open.written() > bytesMax) {
      throw new ValueTooLargeException(
          "The output of "
              + folder
              + " has "
              + open.written()
              + " bytes; a value may have "
              + bytesMax
              + ". Make the stage a RecordStage, or raise STAGES_VALUE_BYTES_MAX with the"
              + " function's memory.");
    }
    recordsInPart = records;
    commit(open);
    return List.copyOf(parts);
  }

  /// Ends the last part and returns all; throws what went wrong, also when the stage has caught it.
  public List<Part> finish() throws IOException {
    if (failure != null) {
      throw failure;
    }
    var open = upload;
    if (open != null) {
      endRecordsPart(open);
    }
    return List.copyOf(parts);
  }

  private ObjectUpload openPart(String name, String contentType) throws IOException {
    var opened =
        store.upload(new ObjectLocation(folder.bucket(), folder.key() + name), contentType);
    var output = StageJson.MAPPER.createGenerator(opened);
    upload = opened;
    generator = output;
    writer = StageJson.MAPPER.writerFor(type).withRootValueSeparator("\n").writeValues(output);
    recordsInPart = 0;
    return opened;
  }

  private void endRecordsPart(ObjectUpload open) throws IOException {
    generator().writeRaw('\n');
    generator().flush();
    commit(open);
  }

  private void commit(ObjectUpload open) throws IOException {
    var sha256 = open.commit();
    var name = open.location().key().substring(folder.key().length());
    parts.add(Part.of(name, recordsInPart, open.written(), sha256));
    upload = null;
  }

  private SequenceWriter sequence() {
    var open = writer;
    if (open == null) {
      throw new IllegalStateException("No part of " + folder + " is open.");
    }
    return open;
  }

  private JsonGenerator generator() {
    var open = generator;
    if (open == null) {
      throw new IllegalStateException("No part of " + folder + " is open.");
    }
    return open;
  }

  /// Deletes what this attempt wrote, as far as that succeeds: what stays is named by no manifest.
  public void discard() {
    close();
    try {
      for (var part : parts) {
        store.delete(new ObjectLocation(folder.bucket(), folder.key() + part.name()));
      }
    } catch (RuntimeException _) {
      // Another failure is on its way, and retention deletes the run some day.
    }
  }

  /// Gives the part being written up, if there is one.
  @Override
  public void close() {
    var open = upload;
    upload = null;
    if (open != null) {
      open.close();
    }
  }
}
