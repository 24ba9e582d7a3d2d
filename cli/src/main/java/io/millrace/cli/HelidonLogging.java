package io.millrace.cli;

import io.helidon.logging.common.spi.LoggingProvider;

/// Tells Helidon that its logging is taken care of (see [Logging]); without a provider it says on
/// standard error that there is none. Found by `ServiceLoader`.
public final class HelidonLogging implements LoggingProvider {
  @Override
  public void initialization() {}

  @Override
  public void runTime() {}
}
