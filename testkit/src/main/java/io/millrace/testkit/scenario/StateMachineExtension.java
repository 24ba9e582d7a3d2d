package io.millrace.testkit.scenario;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/// Gives tests their [MachineUnderTest].
final class StateMachineExtension implements ParameterResolver {
  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
    return parameter.getParameter().getType() == MachineUnderTest.class;
  }

  @Override
  public MachineUnderTest resolveParameter(ParameterContext parameter, ExtensionContext test) {
    StateMachineTest annotation =
        AnnotationSupport.findAnnotation(test.getElement(), StateMachineTest.class)
            .or(
                () ->
                    AnnotationSupport.findAnnotation(
                        test.getRequiredTestClass(),
                        StateMachineTest.class,
                        test.getEnclosingTestClasses()))
            .orElseThrow();
    String text = load(test.getRequiredTestClass(), annotation.value());
    for (String substitution : annotation.substitutions()) {
      int equals = substitution.indexOf('=');
      if (equals < 1) {
        throw new ParameterResolutionException(
            "A substitution is written Name=value, not '" + substitution + "'.");
      }
      text =
          text.replace(
              "${" + substitution.substring(0, equals) + "}", substitution.substring(equals + 1));
    }
    return MachineUnderTest.of(text);
  }

  private static String load(Class<?> testClass, String name) {
    try (InputStream beside = testClass.getResourceAsStream(name);
        InputStream fromRoot = testClass.getResourceAsStream("/" + name)) {
      InputStream found = beside == null ? fromRoot : beside;
      if (found != null) {
        return new String(found.readAllBytes(), StandardCharsets.UTF_8);
      }
      Path file = Path.of(name);
      if (Files.exists(file)) {
        return Files.readString(file);
      }
      throw new ParameterResolutionException(
          "The definition '%s' is neither a resource beside %s, nor one from the class path's root, nor the file %s."
              .formatted(name, testClass.getSimpleName(), file.toAbsolutePath()));
    } catch (IOException e) {
      throw new ParameterResolutionException("The definition '" + name + "' cannot be read.", e);
    }
  }
}
