package io.millrace.asl.expression.jsonpath;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.jayway.jsonpath.spi.json.JacksonJsonNodeJsonProvider;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/// What one search by the library may cost: nodes it looks at, and characters that regular
/// expressions in filters look at. It counts instead of reading a clock, so that the same path on
/// the same data always ends the same way. Used by one thread, for one search.
///
/// `$..*..*..*` looks at nodes as often as there are ways to them, and a regular expression at a
/// character as often as it goes back.
final class ReadBudget {
  /// The budget of the search that runs on this thread; the library calls back without it.
  static final ScopedValue<ReadBudget> CURRENT = ScopedValue.newInstance();

  /// Ours: ten times what it takes to look at each node of a payload of 256 KiB.
  private static final long READS_MAX = 2_000_000;

  private long reads;

  /// The search looks at more than it may.
  static final class Exceeded extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Exceeded() {
      super("the search looks at too much", null, false, false);
    }
  }

  /// Pays for looking at so many nodes or characters.
  ///
  /// @throws Exceeded when that is more than is left
  void charge(int looks) {
    reads += looks;
    if (reads > READS_MAX) {
      throw new Exceeded();
    }
  }

  private static void pay(int looks) {
    if (CURRENT.isBound()) {
      CURRENT.get().charge(looks);
    }
  }

  /// The library's view of trees, paid for.
  static final class Provider extends JacksonJsonNodeJsonProvider {
    Provider(ObjectMapper mapper) {
      super(mapper);
    }

    @Override
    public boolean isMap(@Nullable Object node) {
      pay(1);
      return super.isMap(node);
    }

    @Override
    public boolean isArray(@Nullable Object node) {
      pay(1);
      return super.isArray(node);
    }

    @Override
    public @Nullable Object getMapValue(Object node, String name) {
      pay(2);
      return super.getMapValue(node, name);
    }

    @Override
    public @Nullable Object getArrayIndex(Object node, int index) {
      pay(2);
      return super.getArrayIndex(node, index);
    }

    @Override
    public Collection<String> getPropertyKeys(Object node) {
      Collection<String> names = super.getPropertyKeys(node);
      pay(names.size());
      return names;
    }
  }
}
