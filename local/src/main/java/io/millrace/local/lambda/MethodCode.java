package io.millrace.local.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import io.millrace.local.lambda.HandlerLoader.Handler;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Handlers named `pkg.Class::method`: a public method, static or not, that takes an event, a
/// [Context], both or neither, or streams (AWS Lambda developer guide, "Define Lambda function
/// handler in Java").
final class MethodCode {
  private MethodCode() {}

  static Handler load(Class<?> type, String name) throws LoadFailure {
    var method =
        Arrays.stream(type.getMethods())
            .filter(candidate -> candidate.getName().equals(name) && !candidate.isBridge())
            .filter(MethodCode::isSupported)
            .max(Comparator.comparingInt(MethodCode::preference))
            .orElseThrow(
                () ->
                    new LoadFailure(
                        "No public method named %s with appropriate method signature found on class %s"
                            .formatted(name, type.getName())));
    var target = Modifier.isStatic(method.getModifiers()) ? null : HandlerLoader.instance(type);
    return (event, answer, context) -> call(method, target, event, answer, context);
  }

  private static void call(
      Method method,
      @Nullable Object target,
      InputStream event,
      OutputStream answer,
      Context context)
      throws Throwable {
    var parameters = method.getParameterTypes();
    var arguments = new @Nullable Object[parameters.length];
    for (var i = 0; i < parameters.length; i++) {
      if (parameters[i] == InputStream.class) {
        arguments[i] = event;
      } else if (parameters[i] == OutputStream.class) {
        arguments[i] = answer;
      } else if (parameters[i] == Context.class) {
        arguments[i] = context;
      } else {
        var type = HandlerLoader.type(method.getGenericParameterTypes()[i]);
        arguments[i] = HandlerLoader.read(event, type);
      }
    }
    Object value;
    try {
      value = method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
    if (!usesStreams(List.of(parameters))) {
      HandlerLoader.write(value, HandlerLoader.type(method.getGenericReturnType()), answer);
    }
  }

  /// At most one event first, then a context; or input and output stream with or without a context.
  private static boolean isSupported(Method method) {
    var parameters = List.of(method.getParameterTypes());
    var withoutContext =
        !parameters.isEmpty() && parameters.getLast() == Context.class
            ? parameters.subList(0, parameters.size() - 1)
            : parameters;
    return usesStreams(withoutContext)
        ? withoutContext.equals(List.of(InputStream.class, OutputStream.class))
            || withoutContext.equals(List.of(InputStream.class))
            || withoutContext.equals(List.of(OutputStream.class))
        : withoutContext.size() <= 1 && !withoutContext.contains(Context.class);
  }

  private static boolean usesStreams(List<Class<?>> parameters) {
    return parameters.contains(InputStream.class) || parameters.contains(OutputStream.class);
  }

  /// Longer signatures win, and a context at the end counts twice, as in AWS's runtime.
  private static int preference(Method method) {
    var parameters = method.getParameterTypes();
    var takesContext = parameters.length > 0 && parameters[parameters.length - 1] == Context.class;
    return parameters.length + (takesContext ? 1 : 0);
  }
}
