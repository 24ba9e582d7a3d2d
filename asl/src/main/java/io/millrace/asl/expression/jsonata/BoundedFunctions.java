package io.millrace.asl.expression.jsonata;

import static io.millrace.asl.expression.jsonata.Budget.ELEMENT;

import com.dashjoin.jsonata.JException;
import com.dashjoin.jsonata.Jsonata;
import com.dashjoin.jsonata.Jsonata.JFunction;
import com.dashjoin.jsonata.Jsonata.JFunctionCallable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The library's functions, paid for before they run: by what they read and, where that can be much
/// more, by what they make. Safe for concurrent use; the budget is the one of the thread's
/// evaluation.
final class BoundedFunctions {
  /// How much of its arguments a function reads.
  private enum Reads {
    /// Texts, and the elements of arrays and objects without what is in them.
    SHALLOW,
    /// As above, and the same once more for each element.
    ELEMENTS,
    /// All of them.
    DEEP
  }

  /// Pictures are taken apart several times.
  private static final int PICTURED_FACTOR = 16;

  private static final String SHALLOW =
      "lowercase uppercase length trim base64encode base64decode append reverse"
          + " zip map filter single reduce sift each floor ceil abs sqrt error exists type"
          + " not";
  private static final String PICTURED = "formatInteger parseInteger fromMillis";

  private static final Map<String, Cost> COSTS = costs();
  private static final Map<String, JFunction> FUNCTIONS = functions();

  private record Cost(Reads reads, int factor) {}

  private BoundedFunctions() {}

  private static Map<String, Cost> costs() {
    Map<String, Cost> costs = new HashMap<>();
    for (String name : SHALLOW.split(" ")) {
      costs.put(name, new Cost(Reads.SHALLOW, 2));
    }
    for (String name : PICTURED.split(" ")) {
      costs.put(name, new Cost(Reads.SHALLOW, PICTURED_FACTOR));
    }
    for (String name : List.of("max", "min")) {
      costs.put(name, new Cost(Reads.SHALLOW, 6));
    }
    for (String name : List.of("keys", "lookup", "spread", "merge")) {
      costs.put(name, new Cost(Reads.ELEMENTS, 1));
    }
    for (String name : List.of("boolean", "not", "clone")) {
      costs.put(name, new Cost(Reads.DEEP, 1));
    }
    return Map.copyOf(costs);
  }

  /// Puts them in the place of the library's in a compiled expression.
  ///
  /// @param used the names of functions and variables in the expression
  static void install(Jsonata compiled, Set<String> used) {
    for (String name : used) {
      JFunction bounded = FUNCTIONS.get(name);
      if (bounded != null) {
        compiled.registerFunction(name, bounded);
      }
    }
  }

  private static Map<String, JFunction> functions() {
    Map<String, JFunction> functions = new HashMap<>();
    Set<String> names = new HashSet<>(COSTS.keySet());
    names.addAll(TextFunctions.NAMES);
    for (String name : names) {
      functions.put(name, bounded(name));
    }
    return Map.copyOf(functions);
  }

  private static JFunction bounded(String name) {
    JFunction library = SyntaxTree.libraryFunction(name);
    Cost cost = COSTS.get(name);
    JFunctionCallable callable =
        cost == null
            ? TextFunctions.bounded(name, library)
            : (input, arguments) -> call(name, library, cost, input, arguments);
    return new CheckedFunction(name, library, callable);
  }

  private static @Nullable Object call(
      String name, JFunction library, Cost cost, @Nullable Object input, List<?> arguments) {
    Budget budget = Budget.CURRENT.get();
    budget.charge(Budget.STEP);
    for (Object argument : arguments) {
      pay(argument, cost, budget);
      if (cost.factor == PICTURED_FACTOR) {
        Times.payForPicture(argument);
      }
    }
    Object result;
    try {
      result = library.call(input, new ArrayList<>(arguments));
    } catch (JException e) {
      throw e;
    } catch (RuntimeException e) {
      RuntimeException coded = LibraryFailures.coded(e);
      if (name.equals("parseInteger") && !(coded instanceof JException)) {
        return Double.NaN;
      }
      throw coded;
    }
    budget.charge(size(result));
    // Measured on AWS (floci-io/floci issue 2737, 30 Aug 2026): what a picture cannot read is no
    // number, not nothing.
    return name.equals("parseInteger") && result == null && arguments.getFirst() != null
        ? Double.NaN
        : result;
  }

  private static void pay(@Nullable Object argument, Cost cost, Budget budget) {
    switch (cost.reads) {
      case SHALLOW -> budget.charge(size(argument) * cost.factor);
      case ELEMENTS -> {
        budget.charge(size(argument) * cost.factor);
        if (argument instanceof List<?> list) {
          budget.charge(Weight.lists(list, budget));
          for (Object element : list) {
            budget.charge(size(element) * cost.factor);
          }
        }
      }
      case DEEP -> Weight.charge(argument, budget);
    }
  }

  /// The units for reading a value without what is in it.
  static long size(@Nullable Object value) {
    return switch (value) {
      case String text -> (long) text.length() * Budget.CHARACTER;
      case List<?> list -> (long) list.size() * ELEMENT;
      case Map<?, ?> map -> (long) map.size() * ELEMENT;
      case null, default -> 1;
    };
  }
}
