package io.millrace.asl.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// Damages texts and trees. The same generator damages the same way.
final class Mutation {
  private static final int LENGTH_MAX = 20_000;

  private final RandomGenerator random;

  Mutation(RandomGenerator random) {
    this.random = random;
  }

  /// A text with pieces cut out, doubled, put in, swapped with those of another text.
  String text(String text, List<String> others) {
    String now = text;
    int times = 1 + random.nextInt(3);
    for (int i = 0; i < times; i++) {
      int from = random.nextInt(now.length() + 1);
      int to = Math.min(now.length(), from + random.nextInt(12));
      String other = one(others);
      now =
          switch (random.nextInt(7)) {
            case 0 -> now.substring(0, from) + now.substring(to);
            case 1 -> now.substring(0, to) + now.substring(from);
            case 2, 3 -> now.substring(0, from) + one(Seeds.HOSTILE) + now.substring(from);
            case 4 -> now.substring(0, from) + piece(other) + now.substring(to);
            case 5 -> now.substring(0, from) + (char) random.nextInt(0x10000) + now.substring(to);
            default -> repeated(now, from, to);
          };
    }
    return now.length() > LENGTH_MAX ? now.substring(0, LENGTH_MAX) : now;
  }

  /// A text whose bytes are damaged, read as UTF-8.
  String bytes(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    int times = 1 + random.nextInt(4);
    for (int i = 0; i < times && bytes.length > 0; i++) {
      bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private String repeated(String text, int from, int to) {
    int times = 1 << random.nextInt(11);
    return text.substring(0, from) + text.substring(from, to).repeat(times) + text.substring(to);
  }

  private String piece(String text) {
    int from = random.nextInt(text.length() + 1);
    return text.substring(from, Math.min(text.length(), from + random.nextInt(40)));
  }

  /// A tree with members removed, renamed, replaced, or swapped with those of another tree.
  JsonNode tree(JsonNode tree, JsonNode other) {
    JsonNode damaged = tree.deepCopy();
    int times = 1 + random.nextInt(3);
    for (int i = 0; i < times; i++) {
      List<JsonNode> places = new ArrayList<>();
      collect(damaged, places);
      List<JsonNode> gifts = new ArrayList<>();
      collect(other, gifts);
      damage(places.get(random.nextInt(places.size())), gifts);
    }
    return damaged;
  }

  private static void collect(JsonNode at, List<JsonNode> all) {
    all.add(at);
    at.forEach(child -> collect(child, all));
  }

  private void damage(JsonNode at, List<JsonNode> gifts) {
    JsonNode gift =
        random.nextInt(3) == 0 ? value() : gifts.get(random.nextInt(gifts.size())).deepCopy();
    if (at instanceof ObjectNode object && !object.isEmpty()) {
      List<String> names = new ArrayList<>();
      object.fieldNames().forEachRemaining(names::add);
      String name = names.get(random.nextInt(names.size()));
      switch (random.nextInt(5)) {
        case 0 -> object.remove(name);
        case 1 -> object.set(one(names) + (random.nextBoolean() ? ".$" : ""), object.remove(name));
        case 2 -> object.set(one(Seeds.HOSTILE), gift);
        default -> object.set(name, gift);
      }
    } else if (at instanceof ArrayNode array) {
      if (array.isEmpty() || random.nextBoolean()) {
        array.add(gift);
      } else {
        array.set(random.nextInt(array.size()), gift);
      }
    }
  }

  private JsonNode value() {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    JsonataGrammar grammar = new JsonataGrammar(random);
    return switch (random.nextInt(12)) {
      case 0 -> nodes.nullNode();
      case 1 -> nodes.booleanNode(random.nextBoolean());
      case 2 -> nodes.numberNode(random.nextLong());
      case 3 -> nodes.numberNode(random.nextDouble() * 1e300);
      case 4 -> nodes.objectNode();
      case 5 -> nodes.arrayNode();
      case 6 -> nodes.textNode("{% " + grammar.expression(3) + " %}");
      case 7 -> nodes.textNode(text(one(Seeds.PATHS), Seeds.PATHS));
      case 8 -> nodes.textNode(text(one(Seeds.INTRINSICS), Seeds.PATHS));
      case 9 -> nodes.numberNode(random.nextInt(-2, 3));
      default -> nodes.textNode(one(Seeds.HOSTILE));
    };
  }

  private String one(List<String> from) {
    return from.get(random.nextInt(from.size()));
  }
}
