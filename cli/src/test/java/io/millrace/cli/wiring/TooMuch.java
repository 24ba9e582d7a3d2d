package io.millrace.cli.wiring;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.util.Map;

/// A handler that is no stage of the kit, and answers more than Lambda lets through.
public final class TooMuch implements RequestHandler<Map<String, Object>, String> {
  private static final int BYTES = 7 << 20;

  @Override
  public String handleRequest(Map<String, Object> event, Context context) {
    return "x".repeat(BYTES);
  }
}
