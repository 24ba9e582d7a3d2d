package io.millrace.cli.definition;

import io.millrace.asl.Asl;
import io.millrace.asl.Diagnostic;
import io.millrace.asl.Parsed;
import io.millrace.asl.model.Span;
import io.millrace.asl.model.StateMachineDefinition;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A definition in a file, JSON or YAML. Findings point into the file as it is written. Immutable.
public final class DefinitionFile {
  private final Path path;
  private final Format format;
  private final String text;
  private final @Nullable Document document;
  private final @Nullable Diagnostic unreadable;
  private final JsonWriter.@Nullable Written asJson;

  private DefinitionFile(Path path, Format format, String text) {
    this.path = path;
    this.format = format;
    this.text = text;
    Document read = null;
    Diagnostic trouble = null;
    try {
      read = format.read(text);
    } catch (UnreadableException e) {
      trouble = e.diagnostic();
    }
    this.document = read;
    this.unreadable = trouble;
    this.asJson =
        read == null || format == Format.JSON ? null : JsonWriter.writeWithOrigins(read.root());
  }

  /// Reads a file as UTF-8; its name tells the format. Whether it is well-formed is asked later.
  ///
  /// @throws IOException when it cannot be read
  public static DefinitionFile read(Path path) throws IOException {
    // Lenient on purpose: what is no UTF-8 becomes a replacement character, which the parser sees.
    return of(path, new String(Files.readAllBytes(path), StandardCharsets.UTF_8));
  }

  /// A definition of this text, as if the file held it.
  public static DefinitionFile of(Path path, String text) {
    String plain = text.startsWith("\uFEFF") ? text.substring(1) : text;
    return new DefinitionFile(path, Format.of(path), plain);
  }

  public Path path() {
    return path;
  }

  public Format format() {
    return format;
  }

  /// The text as it is in the file.
  public String text() {
    return text;
  }

  /// The definition as JSON, to be parsed or sent to a server.
  ///
  /// @throws UnreadableException when the file is not well-formed YAML
  public String json() throws UnreadableException {
    if (format == Format.JSON) {
      return text;
    }
    readable();
    return asJson == null ? text : asJson.text();
  }

  /// The document's tree.
  ///
  /// @throws UnreadableException when the file is not well-formed
  public Document document() throws UnreadableException {
    return readable();
  }

  private Document readable() throws UnreadableException {
    Document present = document;
    if (present == null) {
      format.read(text); // throws again what it threw first
      throw new IllegalStateException("unreadable once and readable now: " + path);
    }
    return present;
  }

  /// The parsed definition with all findings, which point into this file.
  public Parsed<StateMachineDefinition> parse() {
    if (format == Format.JSON) {
      return parsedAs(text);
    }
    Diagnostic trouble = unreadable;
    JsonWriter.Written json = asJson;
    if (json == null) {
      return new Parsed<>(null, trouble == null ? List.of() : List.of(trouble));
    }
    return parsedAs(json.text());
  }

  /// What a JSON text in place of this file's own gives, line by line the same.
  public Parsed<StateMachineDefinition> parsedAs(String json) {
    Parsed<StateMachineDefinition> parsed = Asl.parse(json);
    return new Parsed<>(
        parsed.value(), parsed.diagnostics().stream().map(this::inThisFile).toList());
  }

  private Diagnostic inThisFile(Diagnostic found) {
    return PlainWords.of(found).at(inThisFile(found.span()));
  }

  /// Where a place of [#json()], such as a state's span, stands in this file.
  public Span inThisFile(Span span) {
    JsonWriter.Written json = asJson;
    if (json == null) {
      return span;
    }
    Value.Place origin = json.origin(span.line(), span.column());
    return new Span(span.pointer(), origin.line(), origin.column());
  }
}
