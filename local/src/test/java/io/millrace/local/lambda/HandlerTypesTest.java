package io.millrace.local.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import io.millrace.local.lambda.Handlers.Chapter;
import io.millrace.local.lambda.Invocation.Answered;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Every type of event and answer that AWS's Java runtime knows.
class HandlerTypesTest {
  @Test
  void recordsGoInAndOutAndUnknownFieldsAreIgnored() throws Exception {
    assertThat(run(Handlers.Records.class, "{\"title\":\"one\",\"words\":41,\"extra\":{}}"))
        .isEqualTo("{\"title\":\"ONE\",\"words\":42}");
  }

  @Test
  void beansGoInAndOutAndInstantsAreSecondsAsOnAws() throws Exception {
    assertThat(
            run(Handlers.Beans.class, "{\"title\":\"Đọc\",\"published\":\"2026-11-23T00:00:00Z\"}"))
        .isEqualTo("{\"title\":\"Đọc\",\"published\":1795392000.000000000}");
  }

  @Test
  void theTypeOfTheEventIsFoundInASuperclass() throws Exception {
    assertThat(run(Handlers.Inherited.class, "{\"title\":\"one\",\"words\":1}"))
        .isEqualTo("\"Chapter\"");
  }

  @Test
  void genericListsAndMapsKeepTheirElementTypes() throws Exception {
    assertThat(
            run(
                Handlers.Lists.class,
                "[{\"title\":\"a\",\"words\":1},{\"title\":\"b\",\"words\":2}]"))
        .isEqualTo("{\"words\":3}");
  }

  @Test
  void numbersAndVoidWork() throws Exception {
    assertThat(run(Handlers.Integers.class, "21")).isEqualTo("42");
    assertThat(run(Handlers.Nothing.class, "")).isEqualTo("null");
  }

  @Test
  void streamHandlersGetAndGiveRawBytes() throws Exception {
    assertThat(run(Handlers.Streams.class, "{\"a\": 1}")).isEqualTo("<{\"a\": 1}>");
    assertThat(run(Handlers.Streams.class, "")).isEqualTo("<{}>");
  }

  @Test
  void methodsAreFoundByNameWithAndWithoutContext() throws Exception {
    assertThat(
            run(FunctionConfig.of("f", Handlers.Methods.class.getName() + "::greet"), "\"Mill\""))
        .isEqualTo("\"Hello Mill from f\"");
    assertThat(
            run(
                FunctionConfig.of("f", Handlers.Methods.class.getName() + "::length"),
                "[\"a\",\"b\"]"))
        .isEqualTo("2");
    assertThat(run(FunctionConfig.of("f", Handlers.Methods.class.getName() + "::copy"), "[1]"))
        .isEqualTo("[1]");
  }

  @Test
  void lambdaExpressionsAreGivenTheirInputClass() throws Exception {
    RequestHandler<Chapter, Integer> words = (chapter, context) -> chapter.words();

    assertThat(run(FunctionConfig.of("f", Chapter.class, words), "{\"title\":\"a\",\"words\":7}"))
        .isEqualTo("7");
  }

  @Test
  void aLambdaExpressionWithoutInputClassIsRefusedWithAReason() throws Exception {
    RequestHandler<Chapter, Integer> words = (chapter, context) -> chapter.words();

    assertThat(run(FunctionConfig.of("f", () -> words), "{}")).contains("does not say the type");
  }

  @Test
  void environmentVariablesAreTheFunctionsOwnThenTheProcesss() throws Exception {
    RequestHandler<String, String> ask =
        (name, context) -> FunctionEnvironment.get(name).orElse("none");
    var config =
        FunctionConfig.of("f", String.class, ask).withEnvironment(Map.of("TABLE", "books"));

    assertThat(run(config, "\"TABLE\"")).isEqualTo("\"books\"");
    assertThat(run(config, "\"PATH\"")).isEqualTo("\"" + System.getenv("PATH") + "\"");
    assertThat(run(config, "\"NO_SUCH_VARIABLE\"")).isEqualTo("\"none\"");
  }

  private static String run(Class<?> handler, String event) throws InterruptedException {
    return run(FunctionConfig.of("f", handler.getName()), event);
  }

  private static String run(FunctionConfig config, String event) throws InterruptedException {
    try (var host = LambdaHost.builder().function(config).build()) {
      var answer = (Answered) host.invoke(InvokeRequest.of("f", Payload.ofJson(event)));
      return answer.payload().text();
    }
  }
}
