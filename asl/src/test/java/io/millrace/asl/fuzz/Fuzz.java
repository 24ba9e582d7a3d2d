package io.millrace.asl.fuzz;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.millrace.asl.Asl;
import io.millrace.asl.Parsed;
import io.millrace.asl.expression.Expression;
import io.millrace.asl.expression.ExpressionFailure;
import io.millrace.asl.expression.InvalidExpressionException;
import io.millrace.asl.expression.Scope;
import io.millrace.asl.expression.jsonata.Expected;
import io.millrace.asl.expression.jsonata.JsonataTemplate;
import io.millrace.asl.expression.jsonpath.JsonPath;
import io.millrace.asl.expression.jsonpath.PathExpression;
import io.millrace.asl.expression.jsonpath.ReferencePath;
import io.millrace.asl.expression.template.TemplateCompiler;
import io.millrace.asl.json.Json;
import io.millrace.asl.model.StateMachineDefinition;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// Feeds damaged definitions, expressions, paths, calls and inputs to the language. The only ways
/// out are a value, a finding, [InvalidExpressionException], [ExpressionFailure] and
/// [JsonProcessingException]; anything else has escaped.
final class Fuzz {
  /// Processor time of one input that counts as an overrun. The longest legal evaluation spends a
  /// budget of about a second on a busy machine; this is generous.
  private static final long OVERRUN_NANOS = 10_000_000_000L;

  private static final com.sun.management.ThreadMXBean THREADS =
      (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

  /// What is tried.
  enum Kind {
    DEFINITION_TREE,
    DEFINITION_TEXT,
    DEFINITION_BYTES,
    PATH,
    INTRINSIC,
    JSONATA_GRAMMAR,
    JSONATA_TEXT,
    INPUT
  }

  /// What came of the inputs of one kind.
  static final class Figures {
    long tried;
    long accepted;
    long overruns;
    long slowestNanos;
    long largestBytes;
    String slowest = "";

    @Override
    public String toString() {
      return "%,d tried, %,d accepted, %d overruns, slowest %,d ms, at most %,d MB allocated: %s"
          .formatted(
              tried,
              accepted,
              overruns,
              slowestNanos / 1_000_000,
              largestBytes >> 20,
              shortened(slowest));
    }
  }

  private final Map<Kind, Figures> figures = new EnumMap<>(Kind.class);
  private final List<String> escaped = new ArrayList<>();
  private final List<String> definitions = Seeds.definitions();
  private final List<JsonNode> trees = new ArrayList<>();
  private final JsonNode input = json(Seeds.INPUT);
  private final JsonNode context =
      json(
          "{\"Execution\":{\"Name\":\"run\"},\"State\":{\"EnteredTime\":\"2026-01-02T03:04:05Z\"}}");
  private volatile String current = "";
  private volatile long currentSince;

  Fuzz() {
    for (String definition : definitions) {
      try {
        trees.add(Json.parse(definition));
      } catch (JsonProcessingException e) {
        // Some of the corpus's definitions are no JSON on purpose.
      }
    }
  }

  Map<Kind, Figures> figures() {
    return figures;
  }

  /// Inputs from which something else than the documented came, with what came.
  List<String> escaped() {
    return escaped;
  }

  /// What is being tried, and since when by [System#nanoTime], for a watchdog.
  String current() {
    return current;
  }

  long currentSince() {
    return currentSince;
  }

  /// Tries one input; the seed decides which.
  void tryOne(Kind kind, long seed) {
    SplittableRandom random = new SplittableRandom(seed * 31 + kind.name().hashCode());
    String text = draw(kind, random);
    current = kind + " " + seed + ": " + text;
    currentSince = System.nanoTime();
    Figures of = figures.computeIfAbsent(kind, _ -> new Figures());
    long bytes = THREADS.getCurrentThreadAllocatedBytes();
    long nanos = THREADS.getCurrentThreadCpuTime();
    try {
      of.accepted += run(kind, text) ? 1 : 0;
    } catch (Throwable e) {
      escaped.add(kind + " " + seed + ": " + e + at(e) + " from " + shortened(text));
    }
    nanos = THREADS.getCurrentThreadCpuTime() - nanos;
    of.tried++;
    of.overruns += nanos > OVERRUN_NANOS ? 1 : 0;
    of.largestBytes = Math.max(of.largestBytes, THREADS.getCurrentThreadAllocatedBytes() - bytes);
    if (nanos > of.slowestNanos) {
      of.slowestNanos = nanos;
      of.slowest = text;
    }
  }

  private static String at(Throwable e) {
    StackTraceElement[] stack = e.getStackTrace();
    return stack.length == 0 ? "" : " at " + stack[0];
  }

  private String draw(Kind kind, SplittableRandom random) {
    Mutation mutation = new Mutation(random);
    return switch (kind) {
      case DEFINITION_TREE ->
          mutation
              .tree(
                  trees.get(random.nextInt(trees.size())), trees.get(random.nextInt(trees.size())))
              .toString();
      case DEFINITION_TEXT -> mutation.text(one(definitions, random), definitions);
      case DEFINITION_BYTES -> mutation.bytes(one(definitions, random));
      case PATH -> mutation.text(one(Seeds.PATHS, random), Seeds.PATHS);
      case INTRINSIC -> mutation.text(one(Seeds.INTRINSICS, random), Seeds.INTRINSICS);
      case JSONATA_GRAMMAR -> new JsonataGrammar(random).expression(1 + random.nextInt(4));
      case JSONATA_TEXT -> mutation.text(one(Seeds.JSONATA, random), Seeds.JSONATA);
      case INPUT -> mutation.text(Seeds.INPUT, Seeds.DEFINITIONS);
    };
  }

  /// Whether the input was taken.
  private boolean run(Kind kind, String text) throws InvalidExpressionException {
    try {
      return switch (kind) {
        case DEFINITION_TREE, DEFINITION_TEXT, DEFINITION_BYTES -> definition(text);
        case PATH -> path(text);
        case INTRINSIC -> {
          TemplateCompiler.dynamic("x.$", text).evaluate(scope(input));
          yield true;
        }
        case JSONATA_GRAMMAR, JSONATA_TEXT -> jsonata(text);
        case INPUT -> jsonPathsOn(Json.parse(text));
      };
    } catch (InvalidExpressionException | ExpressionFailure | JsonProcessingException e) {
      return false;
    }
  }

  private static boolean definition(String text) {
    Parsed<StateMachineDefinition> parsed = Asl.parse(text);
    StateMachineDefinition value = parsed.value();
    if (value != null) {
      Asl.checkExpress(value);
    }
    if (!parsed.isValid() && parsed.diagnostics().isEmpty()) {
      throw new IllegalStateException("refused without a finding");
    }
    return parsed.isValid();
  }

  private boolean path(String text) throws InvalidExpressionException {
    JsonPath path = JsonPath.compile(text);
    new PathExpression(path, PathExpression.Missing.notFound("x.$")).evaluate(scope(input));
    new PathExpression(path, PathExpression.Missing.invalidPath()).evaluate(scope(input));
    ReferencePath.compile(text).write(input, TextNode.valueOf("x"));
    return true;
  }

  private boolean jsonata(String text) {
    boolean[] refused = {false};
    Expression expression =
        new JsonataTemplate(false, complaint -> refused[0] = true)
            .compile(TextNode.valueOf("{%" + text + "%}"), "Output", Expected.ANY);
    JsonNode value = expression.evaluate(scope(input));
    Json.write(value);
    return !refused[0];
  }

  private boolean jsonPathsOn(JsonNode parsed) throws InvalidExpressionException {
    for (String path : Seeds.PATHS) {
      JsonPath.compile(path).find(scope(parsed));
    }
    return jsonataOn(parsed);
  }

  private boolean jsonataOn(JsonNode parsed) {
    Expression expression =
        new JsonataTemplate(false, _ -> {})
            .compile(TextNode.valueOf("{% $string($states.input) %}"), "Output", Expected.STRING);
    expression.evaluate(scope(parsed));
    return true;
  }

  private Scope scope(JsonNode of) {
    Map<String, JsonNode> variables = Map.of("total", input.path("n"), "order", input);
    return new Scope(of, () -> context, variables, null, null, new Random(1), () -> Instant.EPOCH);
  }

  private static String one(List<String> from, SplittableRandom random) {
    return from.get(random.nextInt(from.size()));
  }

  static String shortened(@Nullable String text) {
    String shown = String.valueOf(text);
    return shown.length() > 300 ? shown.substring(0, 300) + "…" : shown;
  }

  private static JsonNode json(String text) {
    try {
      return Json.parse(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(text, e);
    }
  }
}
