package io.millrace.cli.definition;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.millrace.asl.Diagnostic;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/// What libraries say about files and texts, without their own insides.
public final class PlainWords {
  private static final Pattern SOURCE =
      Pattern.compile("\\[Source: .*?line: (-?\\d+), column: (-?\\d+)\\]", Pattern.DOTALL);
  private static final Pattern SETTING = Pattern.compile(", from `StreamReadConstraints[^`]*`");

  private PlainWords() {}

  /// The first sentence of what the JSON parser says.
  public static String of(String message) {
    int place = message.indexOf("\n at ");
    String sentence = place < 0 ? message : message.substring(0, place);
    String bare = SETTING.matcher(sentence).replaceAll("");
    return SOURCE.matcher(bare).replaceAll("line $1, column $2").strip();
  }

  /// What is wrong with a JSON text, and where.
  public static String of(JsonProcessingException e) {
    JsonLocation at = e.getLocation();
    String where =
        at == null ? "" : " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")";
    return of(e.getOriginalMessage()) + where;
  }

  /// Why a file cannot be read.
  public static String of(Path file, IOException e) {
    if (e instanceof NoSuchFileException) {
      return "there is no file " + file;
    }
    if (e instanceof AccessDeniedException) {
      return file + " may not be read by this user";
    }
    if (Files.isDirectory(file)) {
      return file + " is a folder, not a file";
    }
    return file + " cannot be read: " + e.getMessage();
  }

  /// The same finding in plain words. The API keeps AWS's words, which are the JSON parser's.
  static Diagnostic of(Diagnostic found) {
    return new Diagnostic(
        found.severity(),
        found.code(),
        found.span(),
        of(found.message()),
        found.hint(),
        found.location(),
        found.rule());
  }
}
