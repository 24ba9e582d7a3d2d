package io.millrace.asl.expression.choice;

import io.millrace.asl.expression.Condition;
import io.millrace.asl.expression.Scope;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Conditions made of conditions, evaluated from left to right, no further than needed.
public sealed interface Combination extends Condition {
  /// `And`.
  record And(List<Condition> parts) implements Combination {
    public And {
      parts = List.copyOf(parts);
    }

    @Override
    public boolean test(Scope scope) {
      for (int i = 0; i < parts.size(); i++) {
        if (!parts.get(i).test(scope)) {
          return false;
        }
      }
      return true;
    }

    @Override
    public Set<String> variables() {
      return all(parts);
    }
  }

  /// `Or`.
  record Or(List<Condition> parts) implements Combination {
    public Or {
      parts = List.copyOf(parts);
    }

    @Override
    public boolean test(Scope scope) {
      for (int i = 0; i < parts.size(); i++) {
        if (parts.get(i).test(scope)) {
          return true;
        }
      }
      return false;
    }

    @Override
    public Set<String> variables() {
      return all(parts);
    }
  }

  /// `Not`.
  record Not(Condition part) implements Combination {
    @Override
    public boolean test(Scope scope) {
      return !part.test(scope);
    }

    @Override
    public Set<String> variables() {
      return part.variables();
    }
  }

  private static Set<String> all(List<Condition> parts) {
    Set<String> all = new HashSet<>();
    parts.forEach(part -> all.addAll(part.variables()));
    return all;
  }
}
