package io.millrace.local.glue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// What a job run executes.
@FunctionalInterface
public interface JobProgram {
  /// A command for a process of its own.
  ///
  /// @param words the program and its arguments; anybody on the machine can read them, so they hold
  ///   no secrets
  /// @param environment added to the few of this process's own that a program inherits
  record Command(List<String> words, Map<String, String> environment) {
    public Command {
      words = List.copyOf(words);
      environment = Map.copyOf(environment);
    }
  }

  /// What is asked for.
  ///
  /// @param job its definition, as CreateJob took it
  /// @param arguments the job's DefaultArguments with the run's Arguments over them, in this order
  ///   on the command line
  /// @param folder of this run alone, for files that the command needs; what lies in `scratch` in
  ///   it is deleted when the program has ended, however it did
  record Request(
      String jobName, String runId, JsonNode job, Map<String, String> arguments, Path folder) {}

  /// Prepares a run's command. May take minutes, for example to fetch libraries; the run is
  /// STARTING meanwhile.
  ///
  /// @throws JobProgramException when the job cannot be run here; the run ends as FAILED
  /// @throws InterruptedException when the endpoint closes meanwhile
  Command prepare(Request request) throws JobProgramException, InterruptedException;
}
