package io.millrace.asl.expression.jsonata;

import com.dashjoin.jsonata.Jsonata;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.AbstractList;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// JSON trees as the evaluator wants them: maps, lists and scalars. Objects and arrays are seen
/// through, not copied, so an expression costs what it reads, not what its input weighs; what comes
/// back unchanged is the same tree.
final class NodeViews {
  private NodeViews() {}

  /// The value as the evaluator sees it; JSON null becomes its marker for null.
  static Object of(JsonNode node) {
    return switch (node.getNodeType()) {
      case OBJECT -> new Members((ObjectNode) node);
      case ARRAY -> new Elements((ArrayNode) node);
      case STRING -> node.textValue();
      case BOOLEAN -> node.booleanValue();
      case NUMBER -> node.numberValue();
      case NULL, MISSING, BINARY, POJO -> Jsonata.NULL_VALUE;
    };
  }

  /// An object.
  static final class Members extends AbstractMap<String, Object> {
    private final ObjectNode node;

    Members(ObjectNode node) {
      this.node = node;
    }

    ObjectNode node() {
      return node;
    }

    @Override
    public @Nullable Object get(Object key) {
      JsonNode member = key instanceof String name ? node.get(name) : null;
      return member == null ? null : of(member);
    }

    @Override
    public boolean containsKey(Object key) {
      return key instanceof String name && node.has(name);
    }

    @Override
    public int size() {
      return node.size();
    }

    @Override
    public Set<Entry<String, Object>> entrySet() {
      return new AbstractSet<>() {
        @Override
        public Iterator<Entry<String, Object>> iterator() {
          Iterator<Map.Entry<String, JsonNode>> members = node.properties().iterator();
          return new Iterator<>() {
            @Override
            public boolean hasNext() {
              return members.hasNext();
            }

            @Override
            public Entry<String, Object> next() {
              Map.Entry<String, JsonNode> member = members.next();
              return Map.entry(member.getKey(), of(member.getValue()));
            }
          };
        }

        @Override
        public int size() {
          return node.size();
        }
      };
    }
  }

  /// An array.
  static final class Elements extends AbstractList<Object> {
    private final ArrayNode node;

    Elements(ArrayNode node) {
      this.node = node;
    }

    ArrayNode node() {
      return node;
    }

    @Override
    public Object get(int index) {
      JsonNode element = node.get(index);
      if (element == null) {
        throw new IndexOutOfBoundsException(index);
      }
      return of(element);
    }

    @Override
    public int size() {
      return node.size();
    }
  }
}
