package io.millrace.pipelines.stages;

import io.millrace.pipelines.stages.output.StageJson;
import io.millrace.pipelines.stages.store.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

/// Names everything that a stage's output depends on: its code's version, what the chain says to
/// it, and its input's content. Two attempts with one fingerprint do the same work.
final class Fingerprint {
  private Fingerprint() {}

  static String of(Stage<?, ?> stage, StageRun run, String inputIdentity) {
    var digest = Sha256.digest();
    var fields =
        List.of(
            stage.getClass().getName(),
            stage.version(),
            Integer.toString(stage.schemaVersion()),
            StageJson.text(run.parameters()),
            inputIdentity);
    for (var field : fields) {
      var bytes = field.getBytes(StandardCharsets.UTF_8);
      // Length first, so that ("ab","c") and ("a","bc") differ.
      digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
      digest.update(bytes);
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
