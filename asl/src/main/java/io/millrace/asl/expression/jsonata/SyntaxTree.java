package io.millrace.asl.expression.jsonata;

import com.dashjoin.jsonata.Jsonata;
import com.dashjoin.jsonata.Parser;
import com.dashjoin.jsonata.Parser.Symbol;
import com.dashjoin.jsonata.utils.Signature;
import java.lang.reflect.Field;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A compiled expression's syntax tree. The library keeps it to itself, so it is read by
/// reflection; a library without these fields makes every test fail, not some evaluation later.
final class SyntaxTree {
  private static final Field AST = field(Jsonata.class, "ast");
  private static final Field SIGNATURE = field(Jsonata.JFunction.class, "signature");
  private static final Field LIBRARY = field(Jsonata.class, "staticFrame");
  private static final Field PARAMETERS = field(Signature.class, "_params");
  private static final Field REGEX = field(Signature.class.getDeclaredClasses()[0], "regex");
  private static final Field ARRAY = field(Signature.class.getDeclaredClasses()[0], "array");
  private static final Map<String, Field> FIELDS = fields();

  private SyntaxTree() {}

  static Symbol root(Jsonata compiled) {
    return (Symbol) Objects.requireNonNull(get(AST, compiled));
  }

  /// All parts, each once, outer ones first.
  static void forEach(Symbol root, Consumer<Symbol> visit) {
    Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Symbol> open = new ArrayDeque<>();
    seen.add(root);
    open.push(root);
    while (!open.isEmpty()) {
      Symbol symbol = open.pop();
      visit.accept(symbol);
      for (Field field : FIELDS.values()) {
        found(get(field, symbol), seen, open);
      }
    }
  }

  private static void found(@Nullable Object value, Set<Object> seen, Deque<Symbol> open) {
    switch (value) {
      case Symbol symbol -> {
        if (seen.add(symbol)) {
          open.push(symbol);
        }
      }
      case Collection<?> all -> all.forEach(each -> found(each, seen, open));
      case Symbol[] all -> {
        for (Symbol each : all) {
          found(each, seen, open);
        }
      }
      case null, default -> {}
    }
  }

  static @Nullable Object read(Symbol symbol, String name) {
    return get(named(name), symbol);
  }

  static void write(Symbol symbol, String name, @Nullable Object value) {
    set(named(name), symbol, value);
  }

  /// The names of the library's functions.
  static Set<String> libraryFunctions() {
    Set<String> names = new HashSet<>();
    if (get(LIBRARY, Jsonata.class) instanceof Jsonata.Frame library
        && get(field(Jsonata.Frame.class, "bindings"), library) instanceof Map<?, ?> bindings) {
      bindings.keySet().forEach(name -> names.add(String.valueOf(name)));
    }
    return names;
  }

  /// The library's own function of this name.
  static Jsonata.JFunction libraryFunction(String name) {
    if (get(LIBRARY, Jsonata.class) instanceof Jsonata.Frame library
        && library.lookup(name) instanceof Jsonata.JFunction function) {
      return function;
    }
    throw new IllegalStateException("the JSONata library has no function " + name);
  }

  /// Gives a function the arguments that another one takes.
  static void copySignature(Jsonata.JFunction from, Jsonata.JFunction to) {
    Object signature = get(SIGNATURE, from);
    if (signature != null) {
      set(SIGNATURE, to, signature);
    }
  }

  /// What a function takes.
  ///
  /// @param regex over [#typeLetter]
  /// @param array whether it is an array, or becomes one
  record Parameter(String regex, boolean array) {}

  /// The parameters that a function takes.
  static List<Parameter> parameters(Jsonata.JFunction function) {
    Object signature = get(SIGNATURE, function);
    List<Parameter> all = new ArrayList<>();
    if (signature != null && get(PARAMETERS, signature) instanceof List<?> parameters) {
      for (Object each : parameters) {
        String regex = String.valueOf(get(REGEX, each));
        all.add(new Parameter(regex, Boolean.TRUE.equals(get(ARRAY, each))));
      }
    }
    return all;
  }

  /// The letter that stands for a value's type in signatures.
  static String typeLetter(@Nullable Object value) {
    return switch (value) {
      case null -> "m";
      case String _ -> "s";
      case Number _ -> "n";
      case Boolean _ -> "b";
      case List<?> _ -> "a";
      case Object other when Operators.isFunction(other) -> "f";
      case Map<?, ?> _ -> "o";
      case Object other -> Jsonata.NULL_VALUE.equals(other) ? "l" : "m";
    };
  }

  private static Field named(String name) {
    Field field = FIELDS.get(name);
    if (field == null) {
      throw new IllegalStateException("the JSONata library's tree has no field " + name);
    }
    return field;
  }

  private static @Nullable Object get(Field field, Object object) {
    try {
      return field.get(object);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("the JSONata library's tree cannot be read", e);
    }
  }

  private static void set(Field field, Object object, @Nullable Object value) {
    try {
      field.set(object, value);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("the JSONata library's tree cannot be changed", e);
    }
  }

  private static Map<String, Field> fields() {
    Map<String, Field> fields = new HashMap<>();
    for (Field field : Parser.Symbol.class.getDeclaredFields()) {
      field.setAccessible(true);
      fields.put(field.getName(), field);
    }
    return Map.copyOf(fields);
  }

  private static Field field(Class<?> owner, String name) {
    try {
      Field field = owner.getDeclaredField(name);
      field.setAccessible(true);
      return field;
    } catch (NoSuchFieldException e) {
      throw new IllegalStateException("the JSONata library has no field " + name, e);
    }
  }
}
