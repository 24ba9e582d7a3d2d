package io.millrace.pipelines.stages;

import io.millrace.pipelines.stages.chain.Chain;
import io.millrace.pipelines.stages.chain.ChainReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// The chains that come with the kit: the worked example as an Express chain and as a Standard one
/// whose fourth stage is a Spark job.
public final class Chains {
  public static final String TARGETING = "targeting";
  public static final String TARGETING_SPARK = "targeting-spark";

  private Chains() {}

  /// Reads one of them. Throws [IllegalArgumentException] when there is none of that name.
  public static Chain load(String name) {
    return ChainReader.read(text(name));
  }

  /// Its text in YAML.
  public static String text(String name) {
    var resource = "/chains/" + name + ".yaml";
    try (var in = Chains.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalArgumentException(
            "There is no chain "
                + name
                + "; there are "
                + String.join(", ", List.of(TARGETING, TARGETING_SPARK))
                + ".");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(resource, e);
    }
  }
}
