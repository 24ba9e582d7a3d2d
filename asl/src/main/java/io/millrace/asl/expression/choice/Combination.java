package io.millrace.asl.expression.choice;

import io.millrace.asl.expression.Condition;
import io.millrace.asl.expression.Scope;
import java.util.List;

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
  }

  /// `Not`.
  record Not(Condition part) implements Combination {
    @Override
    public boolean test(Scope scope) {
      return !part.test(scope);
    }
  }
}
