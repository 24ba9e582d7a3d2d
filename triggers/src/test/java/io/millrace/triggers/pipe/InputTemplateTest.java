package io.millrace.triggers.pipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.triggers.Json;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InputTemplateTest {
  private static final InputTemplate.Context CONTEXT =
      new InputTemplate.Context(
          "arn:aws:pipes:us-east-1:000000000000:pipe/p",
          "p",
          "arn:source",
          "arn:target",
          Instant.parse("2026-11-23T12:00:00Z"));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"k\":<$.body.key>}|{\"k\":\"va\\\"lue\"}",
        "{\"k\":\"<$.body.key>\"}|{\"k\":\"va\\\"lue\"}",
        "{\"k\":\"say <$.body.key>!\"}|{\"k\":\"say va\\\"lue!\"}",
        "{\"k\":<$.body.list>}|{\"k\":[1,2.50,{\"x\":true}]}",
        "{\"k\":<$.body.list[2].x>}|{\"k\":true}",
        "{\"k\":<$.body.list[1]>}|{\"k\":2.50}",
        "{\"k\":<$.body.rows[*].id>}|{\"k\":[1,2]}",
        "{\"k\":\"<$.body.list>\"}|{\"k\":\"[1,2.50,{\\\"x\\\":true}]\"}",
        "{\"k\":<$.body.none>}|{\"k\":\"\"}",
        "{\"k\":<$.attributes.SenderId>}|{\"k\":\"me\"}",
        "{\"a\":\"x\\\"<$.messageId>\",\"b\":<aws.pipes.pipe-name>}|{\"a\":\"x\\\"id-1\",\"b\":\"p\"}",
        "{\"t\":<aws.pipes.event.ingestion-time>}|{\"t\":\"2026-11-23T12:00:00Z\"}",
        "{\"s\":\"<aws.pipes.source-arn> <aws.pipes.target-arn>\"}|{\"s\":\"arn:source"
            + " arn:target\"}",
        "<$.body.list>|[1,2.50,{\"x\":true}]",
        "<$.body.key>|\"va\\\"lue\"",
        "Hello, <$.attributes.SenderId>|\"Hello, me\"",
        "Hello, sender|\"Hello, sender\"",
        "{\"fixed\":1}|{\"fixed\":1}",
      })
  void variablesAreReplaced(String template, String expected) {
    assertThat(Json.write(InputTemplate.parse(template).render(message(), CONTEXT)))
        .isEqualTo(expected);
  }

  @Test
  void theWholeEventKeepsItsBodyAsTextAndItsJsonFormDoesNot() {
    ObjectNode record = message();
    assertThat(InputTemplate.parse("{\"e\":<aws.pipes.event>}").render(record, CONTEXT).get("e"))
        .isEqualTo(record);
    assertThat(
            InputTemplate.parse("{\"e\":<aws.pipes.event.json>}")
                .render(record, CONTEXT)
                .at("/e/body/list/1")
                .decimalValue())
        .isEqualTo("2.50");
  }

  @Test
  void aBodyThatIsNotJsonHasNoPaths() {
    ObjectNode record = message();
    record.put("body", "plain");
    assertThat(
            Json.write(
                InputTemplate.parse("{\"b\":<$.body>,\"k\":<$.body.key>}").render(record, CONTEXT)))
        .isEqualTo("{\"b\":\"plain\",\"k\":\"\"}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"a\":<aws.pipes.nothing>}", "{\"a\":<$.a..b>}", "<$.a[?(@.b)]>"})
  void unknownVariablesAreRefused(String template) {
    assertThatThrownBy(() -> InputTemplate.parse(template))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static ObjectNode message() {
    ObjectNode record = Json.MAPPER.createObjectNode();
    record.put("messageId", "id-1");
    record.put(
        "body",
        "{\"key\":\"va\\\"lue\",\"list\":[1,2.50,{\"x\":true}],\"rows\":[{\"id\":1},{\"id\":2}]}");
    record.putObject("attributes").put("SenderId", "me");
    return record;
  }
}
