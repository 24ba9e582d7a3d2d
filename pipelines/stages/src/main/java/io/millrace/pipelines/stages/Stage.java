package io.millrace.pipelines.stages;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/// A step of a chain. Its author writes one method, that of [ValueStage] or [RecordStage]; where
/// the input comes from and the output goes to is the kit's business.
///
/// A stage's class can be named as a Lambda function's handler as it is. Locally, and wherever the
/// S3 client is not made from the environment, [StageHandler] wraps it. Called by one thread at a
/// time, with a fresh object in each execution environment.
///
/// @param <I> what it reads: a value, or one record
/// @param <O> what it writes: a value, or one record
public abstract sealed class Stage<I, O> implements RequestStreamHandler
    permits ValueStage, RecordStage {

  /// Belongs to the code: a change of it makes the stage work again where it has already worked on
  /// the same input.
  protected String version() {
    return "1";
  }

  /// Of what the stage writes; to be raised when a reader of the old form would read the new one
  /// wrongly.
  protected int schemaVersion() {
    return 1;
  }

  /// The schema version of what the stage reads.
  protected int readsSchemaVersion() {
    return 1;
  }

  /// Called by Lambda.
  @Override
  public final void handleRequest(InputStream event, OutputStream answer, Context context)
      throws IOException {
    new StageHandler(StageServices.fromEnvironment(), this).handleRequest(event, answer, context);
  }
}
