package io.millrace.cli.stages;

import io.millrace.cli.ExitCode;
import io.millrace.pipelines.stages.PermanentStageException;
import io.millrace.pipelines.stages.output.OutputCopy;
import io.millrace.pipelines.stages.output.StageOutput;
import io.millrace.pipelines.stages.store.StoreRefusedException;
import io.millrace.pipelines.stages.store.StoreUnavailableException;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `mill stages cat`: prints what a stage of a run left.
@Command(
    name = "cat",
    description = {
      "Prints the output of a stage: records as JSON Lines, part after part, or one value.",
      "Every byte is compared with its checksum; nothing is held in memory.%n"
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:all was printed, or as much as its reader wanted",
      "1:there is no such output, or it is damaged; what was printed is not to be trusted",
      "2:the command line makes no sense",
      "3:the objects cannot be reached, or there is no room for what is printed"
    })
public final class CatCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Parameters(index = "0", paramLabel = "RUN", description = "The run's id")
  String run = "";

  @Parameters(index = "1", paramLabel = "STAGE", description = "The stage's name")
  String stage = "";

  @Mixin RunPlace place = new RunPlace();

  private Map<String, String> environment = System.getenv();

  /// Sees these variables instead of the process's.
  void setEnvironment(Map<String, String> other) {
    environment = Map.copyOf(other);
  }

  private OutputStream target = new FileOutputStream(FileDescriptor.out);

  /// Prints elsewhere.
  void printTo(OutputStream other) {
    target = other;
  }

  @Override
  public Integer call() {
    try (var opened = place.open(environment);
        var out = new BufferedOutputStream(new Reader(target), 128 << 10)) {
      var output = StageOutput.find(opened.store(), place.bucket(environment), run, stage);
      new OutputCopy(opened.store(), output).to(out);
      out.flush();
      return ExitCode.OK;
    } catch (ReaderGoneException _) {
      return ExitCode.OK; // it has seen enough
    } catch (StoreRefusedException | StoreUnavailableException | UncheckedIOException e) {
      return failed(String.valueOf(e.getMessage()), ExitCode.ENVIRONMENT);
    } catch (PermanentStageException e) {
      return failed(String.valueOf(e.getMessage()), ExitCode.FAILED);
    } catch (IOException e) {
      return failed("it cannot be printed: " + e.getMessage(), ExitCode.ENVIRONMENT);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private int failed(String problem, int code) {
    spec.commandLine().getErr().println("mill: " + problem);
    spec.commandLine().getErr().flush();
    return code;
  }

  /// Whoever reads what is printed has closed its end, as `head` does.
  private static final class ReaderGoneException extends IOException {
    private static final long serialVersionUID = 1L;

    ReaderGoneException(IOException cause) {
      super(cause);
    }
  }

  /// Tells a reader that has gone from a disk that is full.
  private static final class Reader extends FilterOutputStream {
    private boolean gone;

    Reader(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      if (gone) {
        return; // closing flushes what is left
      }
      try {
        out.write(bytes, offset, length);
      } catch (IOException e) {
        if (String.valueOf(e.getMessage()).contains("Broken pipe")) {
          gone = true;
          throw new ReaderGoneException(e);
        }
        throw e;
      }
    }

    @Override
    public void close() throws IOException {
      out.flush(); // it is the process's own
    }
  }
}
