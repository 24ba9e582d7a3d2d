package io.millrace.runtime.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.engine.history.EventType;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class LogLevelTest {
  @Test
  void fatalIsHowExecutionsEndBadly() {
    assertThat(included(LogLevel.FATAL))
        .containsExactlyInAnyOrder("ExecutionAborted", "ExecutionFailed", "ExecutionTimedOut");
  }

  @Test
  void errorIsWhatTheTableOfTheDeveloperGuideTicksAndTheirLikes() {
    assertThat(included(LogLevel.ERROR))
        .contains(
            "ExecutionAborted",
            "ExecutionFailed",
            "ExecutionTimedOut",
            "FailStateEntered",
            "LambdaFunctionFailed",
            "LambdaFunctionScheduleFailed",
            "LambdaFunctionStartFailed",
            "LambdaFunctionTimedOut",
            "MapIterationAborted",
            "MapIterationFailed",
            "MapStateAborted",
            "MapStateFailed",
            "ParallelStateAborted",
            "ParallelStateFailed",
            "TaskFailed",
            "TaskStartFailed",
            "TaskStateAborted",
            "TaskSubmitFailed",
            "TaskTimedOut",
            "WaitStateAborted",
            "ActivityFailed",
            "MapRunFailed",
            "EvaluationFailed")
        .noneMatch(type -> type.endsWith("Succeeded") || type.endsWith("Exited"))
        .noneMatch(type -> type.endsWith("Scheduled") || type.endsWith("Started"))
        .filteredOn(type -> type.endsWith("Entered"))
        .containsExactly("FailStateEntered");
  }

  @Test
  void allIsAllAndOffIsNothing() {
    assertThat(included(LogLevel.ALL)).hasSize(EventType.values().length);
    assertThat(included(LogLevel.OFF)).isEmpty();
  }

  private static Set<String> included(LogLevel level) {
    return Arrays.stream(EventType.values())
        .filter(level::includes)
        .map(EventType::name)
        .collect(Collectors.toSet());
  }
}
