package io.millrace.testkit.scenario;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/// A test class, or a test, of one state machine: parameters of type [MachineUnderTest] get a fresh
/// machine of this definition. A method's annotation takes precedence over its class's.
@Documented
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(StateMachineExtension.class)
public @interface StateMachineTest {
  /// The definition, JSON: a resource beside the test class, else one from the root of the class
  /// path, else a file, relative to the folder that tests run in.
  String value();

  /// `Name=value` for each `${Name}` in the definition. What is not named stays as it is.
  String[] substitutions() default {};
}
