package io.millrace.pipelines.book.audio.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// A program to run once. `name` is what messages call it, `install` tells the user how to come by
/// it, `environment` is added to the inherited one. Texts and titles go through pipes and files,
/// never into `arguments`, which every user of the machine can read.
public record ToolCommand(
    String name,
    String install,
    Path executable,
    List<String> arguments,
    Map<String, String> environment) {

  public ToolCommand {
    arguments = List.copyOf(arguments);
    environment = Map.copyOf(environment);
  }

  /// Writes the program's standard input; the stream is closed afterwards. Runs on another thread.
  public interface Feed {
    void writeTo(OutputStream stdin) throws IOException;

    /// An empty standard input.
    static Feed nothing() {
      return stdin -> {};
    }
  }

  /// Reads the program's standard output to its end. Runs on another thread.
  public interface Drain {
    void readFrom(InputStream stdout) throws IOException;

    /// Throws the output away.
    static Drain ignore() {
      return stdout -> stdout.transferTo(OutputStream.nullOutputStream());
    }
  }

  /// Runs the program to its end and returns what it wrote to standard error (its last few
  /// kilobytes). After return or throw the program is gone and `feed` and `drain` are done. Throws
  /// a [ToolException] unless it exited with 0 and both pipes were served whole.
  public String run(Feed feed, Drain drain) {
    return new ToolRun(this).run(feed, drain);
  }
}
