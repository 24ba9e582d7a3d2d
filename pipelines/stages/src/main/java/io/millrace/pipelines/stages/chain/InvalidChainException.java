package io.millrace.pipelines.stages.chain;

import java.util.List;
import java.util.stream.Collectors;

/// A chain's document is wrong; all that is wrong with it.
public final class InvalidChainException extends RuntimeException {
  private final transient List<Finding> findings;

  /// @param line counted from 1
  /// @param message what is wrong and what to do
  public record Finding(int line, String message) {
    @Override
    public String toString() {
      return "line " + line + ": " + message;
    }
  }

  InvalidChainException(List<Finding> findings) {
    super(findings.stream().map(Finding::toString).collect(Collectors.joining("\n")));
    this.findings = List.copyOf(findings);
  }

  public List<Finding> findings() {
    return findings;
  }
}
