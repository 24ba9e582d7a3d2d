package io.millrace.asl.expression.jsonata;

import com.dashjoin.jsonata.Functions;
import com.dashjoin.jsonata.JException;
import com.dashjoin.jsonata.Jsonata;
import com.dashjoin.jsonata.Jsonata.JFunction;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.millrace.asl.json.Json;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The functions AWS adds to JSONata. AWS developer guide, "Transforming data with JSONata in Step
/// Functions". What their arguments may be is said in JSONata's signature notation.
final class AwsFunctions {
  private static final Set<String> ALGORITHMS =
      Set.of("MD5", "SHA-1", "SHA-256", "SHA-384", "SHA-512");

  private static final Set<String> NAMES = allNames();

  /// Half the elements of `[1..n]`: two numbers at 8 bytes each, between what AWS makes and what
  /// not.
  private static final int RANGE_MAX = Budget.ELEMENTS_MAX / 2;

  private AwsFunctions() {}

  /// The functions there are, JSONata's and AWS's own.
  static Set<String> names() {
    return NAMES;
  }

  /// Whether there is a function of this name.
  static boolean isName(String name) {
    return NAMES.contains(name);
  }

  private static Set<String> allNames() {
    Set<String> names = new HashSet<>(SyntaxTree.libraryFunctions());
    names.addAll(List.of("partition", "range", "hash", "random", "uuid", "parse"));
    names.remove("eval");
    return Set.copyOf(names);
  }

  /// Puts the functions that need nothing from outside into a compiled expression, and takes away
  /// `$eval`, which AWS does not offer: calling it is T1006, as calling any unknown name.
  static void install(Jsonata compiled) {
    compiled.registerFunction(
        "partition", new JFunction((input, arguments) -> partition(arguments), "<an:a>"));
    compiled.registerFunction(
        "range", new JFunction((input, arguments) -> range(arguments), "<nnn:a>"));
    compiled.registerFunction(
        "hash", new JFunction((input, arguments) -> hash(arguments), "<(sbnaol)s:s>"));
    compiled.registerFunction(
        "parse", new JFunction((input, arguments) -> parse(arguments), "<s:x>"));
    compiled.assign("eval", null);
  }

  /// Puts the functions that need randomness or the time into the frame of one evaluation. The
  /// library's own `$now`, `$millis` and `$shuffle` would not be the same in a replay.
  static void install(
      Jsonata.Frame frame, Set<String> used, RandomGenerator random, InstantSource time) {
    if (used.contains("now")) {
      frame.bind("now", new JFunction((input, arguments) -> now(arguments, time), "<s?s?:s>"));
    }
    if (used.contains("millis")) {
      frame.bind("millis", new JFunction((input, arguments) -> time.millis(), "<:n>"));
    }
    if (used.contains("random")) {
      frame.bind(
          "random", new JFunction((input, arguments) -> random(arguments, random), "<n?:n>"));
    }
    if (used.contains("shuffle")) {
      frame.bind(
          "shuffle", new JFunction((input, arguments) -> shuffle(arguments, random), "<a:a>"));
    }
    if (used.contains("uuid")) {
      frame.bind("uuid", new JFunction((input, arguments) -> uuid(random), "<:s>"));
    }
  }

  private static Object now(List<?> arguments, InstantSource time) {
    arguments.forEach(Times::payForPicture);
    return Functions.dateTimeFromMillis(time.millis(), text(arguments, 0), text(arguments, 1));
  }

  private static @Nullable String text(List<?> arguments, int index) {
    return arguments.size() > index && arguments.get(index) instanceof String text ? text : null;
  }

  private static Object partition(List<?> arguments) {
    List<?> array = (List<?>) arguments.get(0);
    long size = whole(arguments, 1);
    if (size < 1) {
      throw new JException(
          "Second argument of partition function must evaluate to a positive number");
    }
    Budget.CURRENT.get().charge((long) array.size() * Budget.ELEMENT_COPIED);
    List<Object> chunks = new ArrayList<>();
    for (int from = 0; from < array.size(); from += (int) Math.min(size, array.size())) {
      int to = (int) Math.min(from + size, array.size());
      chunks.add(new ArrayList<>(array.subList(from, to)));
    }
    return chunks;
  }

  /// Measured on AWS (floci-io/floci pull request 2676, 28 Aug 2026): fractions of the arguments
  /// are dropped, and there is no bound of 1,000 as for `States.ArrayRange`; 200,000 elements are
  /// made, 500,000 are too much for the memory.
  private static Object range(List<?> arguments) {
    long start = whole(arguments, 0);
    long end = whole(arguments, 1);
    long step = whole(arguments, 2);
    if (step == 0) {
      throw new JException("Third argument of range function must not be 0");
    }
    BigInteger distance = BigInteger.valueOf(end).subtract(BigInteger.valueOf(start));
    long count =
        distance
            .divide(BigInteger.valueOf(step))
            .add(BigInteger.ONE)
            .min(BigInteger.valueOf(Long.MAX_VALUE))
            .longValue();
    if (distance.signum() * Long.signum(step) < 0) {
      return new ArrayList<>();
    }
    Budget.limit(count, RANGE_MAX);
    Budget.CURRENT.get().charge(count * Budget.ELEMENT);
    List<Object> range = new ArrayList<>((int) count);
    for (int i = 0; i < count; i++) {
      range.add(NumberText.computed((double) (start + i * step)));
    }
    return range;
  }

  /// The digest in lower-case hexadecimal. A text is hashed as it is, other JSON as its text.
  private static @Nullable Object hash(List<?> arguments) {
    Object data = arguments.get(0);
    if (data == null) {
      return null;
    }
    Weight.chargeText(data, false, Budget.CURRENT.get());
    String algorithm = String.valueOf(arguments.get(1));
    if (!ALGORITHMS.contains(algorithm)) {
      throw new JException(
          "Second argument of hash function must be one of MD5, SHA-1, SHA-256, SHA-384, SHA-512");
    }
    String text = data instanceof String given ? given : String.valueOf(Values.toJson(data));
    try {
      byte[] digest =
          MessageDigest.getInstance(algorithm).digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no " + algorithm, e);
    }
  }

  private static @Nullable Object parse(List<?> arguments) {
    Object given = arguments.get(0);
    if (given == null) {
      return null;
    }
    if (!(given instanceof String text)) {
      throw new JException("T0410", -1, 1, "parse");
    }
    Budget.CURRENT.get().charge(8L * text.length() * Budget.CHARACTER);
    try {
      return NodeViews.of(Json.parse(text));
    } catch (JsonProcessingException e) {
      throw new JException("D3137", -1, e.getOriginalMessage());
    }
  }

  private static Object random(List<?> arguments, RandomGenerator random) {
    Object seed = arguments.isEmpty() ? null : arguments.get(0);
    return seed instanceof Number number
        ? new Random(number.longValue()).nextDouble()
        : random.nextDouble();
  }

  private static @Nullable Object shuffle(List<?> arguments, RandomGenerator random) {
    if (!(arguments.get(0) instanceof List<?> array)) {
      return null;
    }
    Budget.CURRENT.get().charge((long) array.size() * Budget.ELEMENT);
    List<Object> shuffled = new ArrayList<>(array);
    Collections.shuffle(shuffled, random);
    return shuffled;
  }

  private static Object uuid(RandomGenerator random) {
    long high = (random.nextLong() & 0xFFFF_FFFF_FFFF_0FFFL) | 0x4000L;
    long low = (random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
    return new UUID(high, low).toString();
  }

  private static long whole(List<?> arguments, int index) {
    return (long) number(arguments, index);
  }

  private static double number(List<?> arguments, int index) {
    return arguments.get(index) instanceof Number number ? number.doubleValue() : 0;
  }
}
