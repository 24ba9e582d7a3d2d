package io.millrace.local.lambda;

import com.amazonaws.services.lambda.runtime.LambdaLogger;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.slf4j.Logger;

/// What one invocation logs: passed on to this program's log, and its last 4 KB kept for the
/// caller. Handlers may log from several threads.
final class LogTail implements LambdaLogger {
  /// Lambda API reference, "Invoke", LogResult: the last 4 KB.
  private static final int LIMIT_CHARACTERS = 4096;

  private final Logger log;
  private final String requestId;
  private final StringBuilder text = new StringBuilder();

  LogTail(Logger log, String requestId) {
    this.log = log;
    this.requestId = requestId;
    keep("START RequestId: " + requestId + " Version: " + FunctionName.LATEST + "\n");
  }

  @Override
  public void log(String message) {
    log.atInfo().addKeyValue("requestId", requestId).log(message.stripTrailing());
    keep(message.endsWith("\n") ? message : message + "\n");
  }

  @Override
  public void log(byte[] message) {
    log(new String(message, StandardCharsets.UTF_8));
  }

  /// Adds Lambda's closing lines. Memory used is not reported: functions share this process's heap.
  synchronized String end(long elapsedNanos, int memorySizeMb) {
    var millis = elapsedNanos / 1e6;
    keep("END RequestId: " + requestId + "\n");
    keep(
        String.format(
            Locale.ROOT,
            "REPORT RequestId: %s\tDuration: %.2f ms\tBilled Duration: %d ms\tMemory Size: %d MB\n",
            requestId,
            millis,
            (long) Math.ceil(millis),
            memorySizeMb));
    return text.toString();
  }

  private synchronized void keep(String line) {
    text.append(line);
    if (text.length() > LIMIT_CHARACTERS) {
      text.delete(0, text.length() - LIMIT_CHARACTERS);
    }
  }
}
