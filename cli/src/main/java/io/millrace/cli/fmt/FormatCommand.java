package io.millrace.cli.fmt;

import io.millrace.cli.ExitCode;
import io.millrace.cli.definition.DefinitionFile;
import io.millrace.cli.definition.Document;
import io.millrace.cli.definition.Format;
import io.millrace.cli.definition.UnreadableException;
import io.millrace.cli.definition.Value;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `mill fmt`: definitions in one form.
@Command(
    name = "fmt",
    description = {
      "Writes definitions in one form.",
      "",
      "Fields stand in a fixed order, one a line, with two spaces. Values, payloads and",
      "expressions stay exactly what they are. Reads and writes JSON (.json) and YAML",
      "(.yaml, .yml).%n"
    },
    sortOptions = false,
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done; with --check: every file is formatted",
      "1:a file is no JSON or YAML; with --check: one is not formatted",
      "2:the command line makes no sense",
      "3:a file cannot be read or written"
    })
public final class FormatCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "Definitions")
  List<Path> files = List.of();

  @ArgGroup @Nullable Mode mode;

  @Option(
      names = "--to",
      paramLabel = "json|yaml",
      description = "Print in this format, whatever the file's is; with --write: beside the file")
  @Nullable String to;

  /// What happens with the result; printed when neither is asked for.
  static final class Mode {
    @Option(names = "--write", description = "Change the files instead of printing")
    boolean write;

    @Option(names = "--check", description = "Change nothing; name the files that would change")
    boolean check;
  }

  @Override
  public Integer call() {
    int worst = ExitCode.OK;
    for (Path file : files) {
      worst = Math.max(worst, format(file));
    }
    return worst;
  }

  private int format(Path file) {
    try {
      DefinitionFile source = DefinitionFile.read(file);
      Format target = target(source.format());
      Document document = FieldOrder.ordered(source.document());
      String text = target.write(document);
      proveSame(document, text, target, file);
      return hand(source, target, text, document.comments());
    } catch (UnreadableException e) {
      var found = e.diagnostic();
      err()
          .printf(
              "%s:%d:%d: %s%s%n",
              file,
              found.span().line(),
              found.span().column(),
              found.message(),
              found.hint() == null ? "" : " " + found.hint());
      return ExitCode.FAILED;
    } catch (IOException e) {
      err().printf("mill: %s cannot be read or written: %s%n", file, e);
      return ExitCode.ENVIRONMENT;
    }
  }

  private Format target(Format own) {
    String wanted = to;
    if (wanted == null) {
      return own;
    }
    try {
      return Format.valueOf(wanted.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          spec.commandLine(), "--to is json or yaml, not '" + wanted + "'.", e);
    }
  }

  /// A formatter that changes a meaning is worse than none: what was written is read again.
  private static void proveSame(Document document, String text, Format format, Path file)
      throws UnreadableException {
    if (!Value.same(document.root(), format.read(text).root())) {
      throw new IllegalStateException(
          "formatting " + file + " would change its meaning; nothing was written");
    }
  }

  private int hand(DefinitionFile source, Format target, String text, int comments)
      throws IOException {
    if (target == Format.JSON && comments > 0) {
      err()
          .printf(
              "mill: %s has %d comment%s, and JSON has no room for them. Use 'Comment' fields to"
                  + " keep them.%n",
              source.path(), comments, comments == 1 ? "" : "s");
    }
    if (mode != null && mode.check) {
      boolean same = text.equals(source.text()) && target == source.format();
      if (!same) {
        out().println(source.path());
      }
      return same ? ExitCode.OK : ExitCode.FAILED;
    }
    if (mode != null && mode.write) {
      Path file = target == source.format() ? source.path() : renamed(source.path(), target);
      if (!Files.exists(file) || !Files.readString(file).equals(text)) {
        replace(file, text);
        err().println("mill: wrote " + file);
      }
    } else {
      out().print(text);
      out().flush();
    }
    return ExitCode.OK;
  }

  private static Path renamed(Path file, Format target) {
    String name = file.getFileName().toString();
    int dot = name.lastIndexOf('.');
    String stem = dot < 0 ? name : name.substring(0, dot);
    return file.resolveSibling(stem + (target == Format.JSON ? ".json" : ".yaml"));
  }

  /// All or nothing: an interrupted command never leaves half a definition.
  private static void replace(Path file, String text) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    Path part = Files.createTempFile(folder, ".mill-fmt", ".part");
    try {
      Files.writeString(part, text, StandardCharsets.UTF_8);
      if (Files.exists(file)) {
        Files.setPosixFilePermissions(part, Files.getPosixFilePermissions(file));
      }
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  private PrintWriter err() {
    return spec.commandLine().getErr();
  }
}
