package io.millrace.asl.model;

import io.millrace.asl.expression.Expression;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where a distributed Map's items come from when they are not in its input (developer guide,
/// "ItemReader (Map)").
///
/// @param parameters `Parameters` or `Arguments`: Bucket, Key, Prefix, VersionId; null for none
/// @param inputType of the object that is read; null where the text has none
/// @param headers `CSVHeaders` of the location GIVEN, else empty
/// @param maxItems `MaxItems` or its Path form, or null for all; 0 means all too
/// @param itemsPointer JSON Pointer to the items within a JSON document, or null for its root
/// @param flatten whether a listing's objects are read, each for its items (`Transformation`
///   LOAD_AND_FLATTEN)
public record ItemReader(
    Source source,
    @Nullable Expression parameters,
    @Nullable InputType inputType,
    CsvDelimiter delimiter,
    CsvHeader header,
    List<String> headers,
    @Nullable ManifestType manifest,
    boolean flatten,
    @Nullable Expression maxItems,
    @Nullable Expression itemsPointer) {
  public ItemReader {
    headers = List.copyOf(headers);
  }

  /// `Resource`.
  public enum Source {
    GET_OBJECT,
    LIST_OBJECTS
  }

  /// `InputType`.
  public enum InputType {
    CSV,
    JSON,
    JSONL,
    PARQUET,
    MANIFEST
  }

  /// `CSVDelimiter`.
  public enum CsvDelimiter {
    COMMA(','),
    PIPE('|'),
    SEMICOLON(';'),
    SPACE(' '),
    TAB('\t');

    private final char character;

    CsvDelimiter(char character) {
      this.character = character;
    }

    public char character() {
      return character;
    }
  }

  /// `CSVHeaderLocation`.
  public enum CsvHeader {
    FIRST_ROW,
    GIVEN
  }

  /// `ManifestType`.
  public enum ManifestType {
    ATHENA_DATA,
    S3_INVENTORY
  }
}
