package io.millrace.cli.stages;

import io.millrace.pipelines.stages.Chains;
import io.millrace.pipelines.stages.chain.Chain;
import io.millrace.pipelines.stages.chain.ChainReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/// A chain as a person names it: a file, or one that comes with the kit.
public final class ChainFile {
  private static final Set<String> OWN = Set.of(Chains.TARGETING, Chains.TARGETING_SPARK);

  private ChainFile() {}

  /// @throws IOException when the file cannot be read
  /// @throws io.millrace.pipelines.stages.chain.InvalidChainException saying all that is wrong
  public static Chain read(String name) throws IOException {
    var file = Path.of(name);
    return ChainReader.read(
        OWN.contains(name) && !Files.exists(file) ? Chains.text(name) : Files.readString(file));
  }
}
