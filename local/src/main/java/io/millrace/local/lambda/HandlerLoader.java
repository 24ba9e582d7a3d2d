package io.millrace.local.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JavaType;
import io.millrace.local.lambda.FunctionConfig.Code;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Makes a handler object and brings every kind of handler to one shape: bytes in, bytes out.
///
/// The messages are those of AWS's Java runtime (aws-lambda-java-libs, `EventHandlerLoader`).
final class HandlerLoader {
  private HandlerLoader() {}

  /// A handler ready to be called; one call at a time.
  interface Handler {
    void handle(InputStream event, OutputStream answer, Context context) throws Throwable;
  }

  static Handler load(Code code) throws LoadFailure {
    return switch (code) {
      case Code.Named(String handler) -> named(handler);
      case Code.Supplied(var handlers) -> of(supply(handlers::get));
      case Code.Typed<?>(var input, var handlers) ->
          pojo((RequestHandler<?, ?>) supply(handlers::get), type(input), type(Object.class));
    };
  }

  private static Handler named(String handler) throws LoadFailure {
    var separator = handler.indexOf("::");
    var className = separator < 0 ? handler : handler.substring(0, separator);
    Class<?> type;
    try {
      type = Class.forName(className, true, loader());
    } catch (ClassNotFoundException e) {
      throw new LoadFailure("Class not found: " + className, e);
    } catch (LinkageError e) {
      throw new LoadFailure(
          "Error loading class "
              + className
              + (e.getMessage() == null ? "" : ": " + e.getMessage()),
          e);
    }
    return separator < 0
        ? of(instance(type))
        : MethodCode.load(type, handler.substring(separator + "::".length()));
  }

  /// Makes an object by its public constructor without parameters.
  static Object instance(Class<?> type) throws LoadFailure {
    try {
      return type.getConstructor().newInstance();
    } catch (NoSuchMethodException e) {
      throw new LoadFailure(
          "Class " + type.getName() + " has no public zero-argument constructor", e);
    } catch (InvocationTargetException e) {
      var thrown = e.getCause();
      throw new LoadFailure(thrown.getLocalizedMessage(), thrown);
    } catch (ReflectiveOperationException | LinkageError e) {
      throw new LoadFailure(e.getLocalizedMessage(), e);
    }
  }

  private static Handler of(Object handler) throws LoadFailure {
    return switch (handler) {
      case RequestStreamHandler streams -> streams::handleRequest;
      case RequestHandler<?, ?> typed -> typed(typed);
      default ->
          throw new LoadFailure(
              "Class does not implement an appropriate handler interface: "
                  + handler.getClass().getName());
    };
  }

  /// Finds the type arguments of `RequestHandler`, also where a superclass or another interface
  /// gives them.
  private static Handler typed(RequestHandler<?, ?> handler) throws LoadFailure {
    if (handler.getClass().isSynthetic()) {
      throw new LoadFailure(
          "A lambda expression does not say the type of its event: configure it with its input"
              + " class.");
    }
    var arguments = type(handler.getClass()).findTypeParameters(RequestHandler.class);
    if (arguments.length != 2) {
      throw new LoadFailure(
          "Class "
              + handler.getClass().getName()
              + " does not implement RequestHandler with concrete type parameters");
    }
    return pojo(handler, arguments[0], arguments[1]);
  }

  @SuppressWarnings("unchecked") // the event is read as the type that the handler declares
  private static Handler pojo(RequestHandler<?, ?> handler, JavaType input, JavaType output) {
    var typed = (RequestHandler<Object, Object>) handler;
    return (event, answer, context) ->
        write(typed.handleRequest(read(event, input), context), output, answer);
  }

  static @Nullable Object read(InputStream event, JavaType type) {
    try {
      return LambdaJson.MAPPER.readerFor(type).readValue(event);
    } catch (IOException e) {
      throw new RuntimeException("An error occurred during JSON parsing", e);
    }
  }

  static void write(@Nullable Object value, JavaType type, OutputStream answer) throws IOException {
    if (type.hasRawClass(void.class) || type.hasRawClass(Void.class)) {
      answer.write("null".getBytes(StandardCharsets.US_ASCII));
      return;
    }
    try {
      LambdaJson.MAPPER.writerFor(type).writeValue(answer, value);
    } catch (JsonProcessingException e) {
      throw new RuntimeException("An error occurred during JSON serialization of response", e);
    }
  }

  static JavaType type(Type type) {
    return LambdaJson.MAPPER.constructType(type);
  }

  private interface Making {
    Object make();
  }

  private static Object supply(Making making) throws LoadFailure {
    try {
      return making.make();
    } catch (RuntimeException | Error e) {
      throw new LoadFailure(e.getLocalizedMessage(), e);
    }
  }

  private static ClassLoader loader() {
    var context = Thread.currentThread().getContextClassLoader();
    return context != null ? context : HandlerLoader.class.getClassLoader();
  }
}
