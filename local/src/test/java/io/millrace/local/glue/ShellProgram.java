package io.millrace.local.glue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import java.util.Map;

/// A job whose program is a shell script: the argument `--script`.
final class ShellProgram implements JobProgram {
  @Override
  public Command prepare(Request request) {
    return new Command(
        List.of("/bin/sh", "-c", request.arguments().getOrDefault("--script", "exit 0")),
        Map.of("RUN", request.runId()));
  }

  static String script(String text) {
    return JsonNodeFactory.instance.objectNode().put("--script", text).toString();
  }
}
