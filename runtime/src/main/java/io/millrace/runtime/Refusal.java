package io.millrace.runtime;

import io.millrace.asl.Diagnostic;
import io.millrace.asl.InvalidDefinitionException;
import java.util.List;

/// Why a request is refused, as data; the API maps each to an AWS error code in one place. Named
/// after AWS's errors where there is one.
public sealed interface Refusal {
  /// What is wrong, in one sentence.
  String message();

  /// `InvalidArn`.
  ///
  /// @param problem for example `Resource type not valid in this context: execution`
  record InvalidArn(String problem) implements Refusal {
    @Override
    public String message() {
      return "Invalid Arn: '" + problem + "'";
    }
  }

  /// `InvalidName`: the name of a state machine or an execution breaks AWS's rules.
  record InvalidName(String name) implements Refusal {
    @Override
    public String message() {
      return "Invalid Name: '" + name + "'";
    }
  }

  /// `InvalidDefinition`.
  ///
  /// @param diagnostics all findings, warnings too
  /// @param message as the recordings have it
  record InvalidDefinition(List<Diagnostic> diagnostics, String message) implements Refusal {
    public InvalidDefinition {
      diagnostics = List.copyOf(diagnostics);
    }

    /// In the words of nearly all refusals: the list of findings.
    public InvalidDefinition(List<Diagnostic> diagnostics) {
      this(diagnostics, InvalidDefinitionException.text(diagnostics));
    }
  }

  /// `InvalidLoggingConfiguration`.
  record InvalidLoggingConfiguration(String problem) implements Refusal {
    @Override
    public String message() {
      return "Invalid Logging Configuration: " + problem;
    }
  }

  /// `InvalidExecutionInput`: not JSON, or too long.
  record InvalidExecutionInput(String problem) implements Refusal {
    @Override
    public String message() {
      return "Invalid State Machine Execution Input: '" + problem + "'";
    }
  }

  /// `InvalidOutput`: the output of SendTaskSuccess is not JSON, or too long.
  record InvalidOutput(String problem) implements Refusal {
    @Override
    public String message() {
      return "Invalid Output: '" + problem + "'";
    }
  }

  /// `InvalidToken`: not a token that this installation has issued.
  record InvalidToken() implements Refusal {
    @Override
    public String message() {
      return "Invalid Token: 'Invalid token'";
    }
  }

  /// `TaskDoesNotExist`: a genuine token, but its execution is not there.
  record TaskDoesNotExist(String problem) implements Refusal {
    @Override
    public String message() {
      return "Task Does Not Exist: '" + problem + "'";
    }
  }

  /// `TaskTimedOut`: the attempt is over (reported before, timed out, or stopped).
  record TaskTimedOut(String problem) implements Refusal {
    @Override
    public String message() {
      return "Task Timed Out: '" + problem + "'";
    }
  }

  /// `ActivityDoesNotExist`.
  record ActivityDoesNotExist(String arn) implements Refusal {
    @Override
    public String message() {
      return "Activity Does Not Exist: '" + arn + "'";
    }
  }

  /// `StateMachineDoesNotExist`.
  record StateMachineDoesNotExist(String arn) implements Refusal {
    @Override
    public String message() {
      return "State Machine Does Not Exist: '" + arn + "'";
    }
  }

  /// `StateMachineDeleting`: it is being deleted and starts nothing any more.
  record StateMachineDeleting(String arn) implements Refusal {
    @Override
    public String message() {
      return "State Machine is deleting: '" + arn + "'";
    }
  }

  /// `StateMachineAlreadyExists`: the name is taken by a machine with other contents.
  record StateMachineAlreadyExists(String arn) implements Refusal {
    @Override
    public String message() {
      return "State Machine Already Exists: '" + arn + "'";
    }
  }

  /// `ResourceNotFound`: of an alias, or of what has tags.
  record ResourceNotFound(String arn) implements Refusal {
    @Override
    public String message() {
      return "Resource not found: '" + arn + "'";
    }
  }

  /// `ConflictException`: the request contradicts what is there.
  record Conflict(String problem) implements Refusal {
    @Override
    public String message() {
      return problem;
    }
  }

  /// `ServiceQuotaExceededException`: there are as many as there may be.
  record QuotaExceeded(String problem) implements Refusal {
    @Override
    public String message() {
      return problem;
    }
  }

  /// `ExecutionLimitExceeded`: as many executions run as may.
  record ExecutionLimitExceeded(String problem) implements Refusal {
    @Override
    public String message() {
      return problem;
    }
  }

  /// `ThrottlingException`: repeat it later; nothing was begun.
  record Throttled(String problem) implements Refusal {
    @Override
    public String message() {
      return problem;
    }
  }

  /// `TooManyTags`.
  record TooManyTags(String arn) implements Refusal {
    @Override
    public String message() {
      return "Too many tags: '" + arn + "' may have 50";
    }
  }

  /// `ValidationException`: the fields of a request do not fit together.
  record InvalidRequest(String problem) implements Refusal {
    @Override
    public String message() {
      return problem;
    }
  }

  /// `StateMachineTypeNotSupported`: the operation is not for this type.
  record StateMachineTypeNotSupported(String problem) implements Refusal {
    @Override
    public String message() {
      return problem;
    }
  }

  /// `ExecutionDoesNotExist`.
  record ExecutionDoesNotExist(String arn) implements Refusal {
    @Override
    public String message() {
      return "Execution Does Not Exist: '" + arn + "'";
    }
  }

  /// `ExecutionNotRedrivable`.
  record ExecutionNotRedrivable(String problem) implements Refusal {
    @Override
    public String message() {
      return "Execution Not Redrivable: '" + problem + "'";
    }
  }

  /// `ExecutionAlreadyExists`: the name is taken, and the request is not a repetition of the one
  /// that took it, or that execution has ended.
  record ExecutionAlreadyExists(String arn) implements Refusal {
    @Override
    public String message() {
      return "Execution Already Exists: '" + arn + "'";
    }
  }

  /// HTTP 503 `ServiceUnavailable`: the store cannot be reached, too much waits for it, or the
  /// server is stopping. Whether it was done is unknown when the text says so; else it was not.
  record Unavailable(String problem) implements Refusal {
    @Override
    public String message() {
      return problem;
    }
  }
}
