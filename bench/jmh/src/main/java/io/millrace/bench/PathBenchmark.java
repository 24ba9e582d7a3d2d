package io.millrace.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.jayway.jsonpath.Configuration;
import com.jayway.jsonpath.spi.json.JacksonJsonNodeJsonProvider;
import com.jayway.jsonpath.spi.mapper.JacksonMappingProvider;
import io.millrace.asl.expression.InvalidExpressionException;
import io.millrace.asl.expression.Scope;
import io.millrace.asl.expression.jsonpath.JsonPath;
import io.millrace.asl.json.Json;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// One read of a path in nanoseconds, by us and by Jayway JsonPath on the same tree, both compiled
/// before.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(org.openjdk.jmh.annotations.Scope.Thread)
public class PathBenchmark {
  private static final Configuration LIBRARY =
      Configuration.builder()
          .jsonProvider(new JacksonJsonNodeJsonProvider(Json.mapper()))
          .mappingProvider(new JacksonMappingProvider(Json.mapper()))
          .build();

  @Param({
    "$.order.lines[3].price",
    "$.order.lines[*].price",
    "$.order.lines[1:4]",
    "$..price",
    "$.order.lines[?(@.price > 10)]",
    "$.order.lines.length()"
  })
  public String path = "$";

  private final Scope scope = Samples.scope();
  private JsonPath ours;
  private com.jayway.jsonpath.JsonPath theirs;

  /// Compiles a first path; JMH sets the others.
  public PathBenchmark() {
    ours = compiled("$");
    theirs = com.jayway.jsonpath.JsonPath.compile("$");
  }

  @Setup
  public void compile() {
    ours = compiled(path);
    theirs = com.jayway.jsonpath.JsonPath.compile(path);
  }

  @Benchmark
  public JsonNode path() {
    return Objects.requireNonNull(ours.find(scope));
  }

  @Benchmark
  public Object pathJayway() {
    return theirs.read(scope.input(), LIBRARY);
  }

  private static JsonPath compiled(String text) {
    try {
      return JsonPath.compile(text);
    } catch (InvalidExpressionException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
