package io.millrace.api.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class RequestTest {
  @Test
  void fieldsAreReadAndNullIsAbsent() {
    Request request = request("{\"name\":\"a\",\"input\":null,\"publish\":true,\"maxResults\":7}");

    assertThat(request.text("name", TextRule.NAME)).isEqualTo("a");
    assertThat(request.optionalText("input", TextRule.DATA)).isNull();
    assertThat(request.optionalText("other", TextRule.DATA)).isNull();
    assertThat(request.flag("publish", false)).isTrue();
    assertThat(request.flag("other", true)).isTrue();
    assertThat(request.pageSize()).isEqualTo(7);
    request.check();
  }

  @Test
  void aMissingFieldIsNamed() {
    Request request = request("{}");

    request.text("stateMachineArn", TextRule.ARN);

    assertRefused(
        request,
        "1 validation error detected: Value null at 'stateMachineArn' failed to satisfy"
            + " constraint: Member must not be null");
  }

  @Test
  void allViolationsAreToldAtOnce() {
    Request request = request("{\"maxResults\":1001,\"nextToken\":\"\"}");

    request.pageSize();
    request.optionalText("nextToken", TextRule.PAGE_TOKEN);

    assertRefused(
        request,
        "2 validation errors detected: Value '1001' at 'maxResults' failed to satisfy constraint:"
            + " Member must have value less than or equal to 1000; Value '' at 'nextToken' failed"
            + " to satisfy constraint: Member must have length greater than or equal to 1");
  }

  @Test
  void aWordOutsideItsSetIsRefusedWithTheSet() {
    Request request = request("{\"type\":\"standard\"}");

    request.optionalWord("type", List.of("STANDARD", "EXPRESS"));

    assertRefused(
        request,
        "1 validation error detected: Value 'standard' at 'type' failed to satisfy constraint:"
            + " Member must satisfy enum value set: [STANDARD, EXPRESS]");
  }

  @Test
  void aSensitiveValueIsNotRepeated() {
    Request request = request("{\"error\":\"" + "e".repeat(257) + "\"}");

    request.optionalText("error", TextRule.ERROR);

    assertRefused(
        request,
        "1 validation error detected: Value at 'error' failed to satisfy constraint: Member must"
            + " have length less than or equal to 256");
  }

  @Test
  void zeroAndAbsenceMeanTheDefaultPage() {
    assertThat(request("{}").pageSize()).isEqualTo(100);
    assertThat(request("{\"maxResults\":0}").pageSize()).isEqualTo(100);
    assertThat(request("{\"maxResults\":1000}").pageSize()).isEqualTo(1_000);
  }

  @Test
  void whatIsNotAnObjectOrOfAnotherTypeCannotBeRead() {
    for (String body : List.of("", "[]", "{", "null", "{\"a\":1} x")) {
      assertThatThrownBy(() -> request(body))
          .as(body)
          .isInstanceOf(ApiException.class)
          .hasMessageStartingWith("SerializationException");
    }
    assertThatThrownBy(() -> request("{\"name\":1}").text("name", TextRule.NAME))
        .hasMessage("SerializationException: The field 'name' is not a string");
    assertThatThrownBy(() -> request("{\"maxResults\":\"1\"}").pageSize())
        .hasMessage("SerializationException: The field 'maxResults' is not a number");
    assertThatThrownBy(() -> request("{\"publish\":1}").flag("publish", false))
        .hasMessage("SerializationException: The field 'publish' is not a boolean");
  }

  private static Request request(String body) {
    return Request.parse(body.getBytes(StandardCharsets.UTF_8));
  }

  private static void assertRefused(Request request, String message) {
    assertThatThrownBy(request::check).hasMessage("ValidationException: " + message);
  }
}
