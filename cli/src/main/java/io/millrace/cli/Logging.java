package io.millrace.cli;

import java.nio.file.Path;
import org.slf4j.bridge.SLF4JBridgeHandler;

/// Chooses where this program's log goes. Must run before the first logger is made.
public final class Logging {
  private Logging() {}

  /// One JSON object a line, on standard error: for servers, whose supervisor collects it.
  public static void toStandardError() {
    System.setProperty("logback.configurationFile", "io/millrace/cli/logback-server.xml");
    takeOverJdkLogging();
  }

  /// One JSON object a line, in a file: for commands that draw on the terminal.
  public static void toFile(Path file) {
    System.setProperty("millrace.log.file", file.toString());
    System.setProperty("logback.configurationFile", "io/millrace/cli/logback-file.xml");
    takeOverJdkLogging();
  }

  /// Warnings as plain lines on standard error: for commands whose output is the point.
  public static void warningsOnly() {
    System.setProperty("logback.configurationFile", "io/millrace/cli/logback-quiet.xml");
    takeOverJdkLogging();
  }

  /// Helidon and pgjdbc log the JDK's way, which goes to standard error unless somebody takes it.
  private static void takeOverJdkLogging() {
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
  }
}
