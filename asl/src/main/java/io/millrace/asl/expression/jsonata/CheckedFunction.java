package io.millrace.asl.expression.jsonata;

import com.dashjoin.jsonata.JException;
import com.dashjoin.jsonata.Jsonata;
import com.dashjoin.jsonata.Jsonata.JFunction;
import com.dashjoin.jsonata.Jsonata.JFunctionCallable;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A function with the arguments of one of the library's. It says which argument is wrong, which
/// the library gets wrong, and checks them also where a function is called by another function,
/// which the library leaves out.
final class CheckedFunction extends JFunction {
  private final String name;

  CheckedFunction(String name, JFunction library, JFunctionCallable callable) {
    super(callable, null);
    this.name = name;
    SyntaxTree.copySignature(library, this);
  }

  /// The library calls without a context what other functions call.
  @Override
  @SuppressWarnings("rawtypes") // The library's.
  public @Nullable Object call(@Nullable Object input, List arguments) {
    if (arguments instanceof Checked) {
      return super.call(input, arguments);
    }
    return super.call(input, validate(arguments, null) instanceof List<?> list ? list : arguments);
  }

  /// Arguments that fit the signature.
  private static final class Checked extends ArrayList<@Nullable Object> {
    private static final long serialVersionUID = 1L;

    Checked(List<?> arguments) {
      super(arguments);
    }
  }

  @Override
  public Object validate(Object arguments, @Nullable Object context) {
    Object taken = withNulls(arguments);
    try {
      Object valid = super.validate(taken, context);
      return valid instanceof List<?> list ? new Checked(list) : valid;
    } catch (JException e) {
      if ("T0410".equals(e.getError()) && arguments instanceof List<?> given) {
        throw mismatch(wrong(given));
      }
      if ("T0411".equals(e.getError()) && !(e instanceof Failure)) {
        throw new Failure(
            "T0411",
            "Context value is not a compatible type with argument "
                + e.getExpected()
                + " of function \""
                + name
                + "\"");
      }
      throw e;
    }
  }

  /// The library takes JSON null for nothing; it fits few parameters, and where an array is wanted
  /// it is the one element of one.
  private Object withNulls(Object arguments) {
    if (!(arguments instanceof List<?> given) || !given.contains(Jsonata.NULL_VALUE)) {
      return arguments;
    }
    List<SyntaxTree.Parameter> parameters = SyntaxTree.parameters(this);
    List<@Nullable Object> taken = new ArrayList<>(given);
    for (int i = 0; i < taken.size() && i < parameters.size(); i++) {
      if (Jsonata.NULL_VALUE.equals(taken.get(i))) {
        SyntaxTree.Parameter parameter = parameters.get(i);
        if (!parameter.regex().contains("l")) {
          throw mismatch(i + 1);
        }
        if (parameter.array()) {
          taken.set(i, List.of(Jsonata.NULL_VALUE));
        }
      }
    }
    return taken;
  }

  private Failure mismatch(int argument) {
    return new Failure(
        "T0410",
        "Argument " + argument + " of function \"" + name + "\" does not match function signature");
  }

  /// The first argument, counted from 1, up to which the signature cannot be matched.
  private int wrong(List<?> arguments) {
    StringBuilder types = new StringBuilder();
    for (Object argument : arguments) {
      types.append(SyntaxTree.typeLetter(argument));
    }
    StringBuilder pattern = new StringBuilder();
    int matched = 0;
    for (SyntaxTree.Parameter parameter : SyntaxTree.parameters(this)) {
      pattern.append(parameter.regex());
      Matcher matcher = Pattern.compile(pattern.toString()).matcher(types);
      if (!matcher.lookingAt()) {
        return matched + 1;
      }
      matched = matcher.end();
    }
    return matched + 1;
  }
}
