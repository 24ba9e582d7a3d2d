package io.millrace.pipelines.stages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.millrace.pipelines.stages.output.StageJson;
import org.junit.jupiter.api.Test;

class InitialDataTest {
  private static JsonNode json(String text) throws Exception {
    return StageJson.MAPPER.readTree(text);
  }

  private static String envelope(String message) {
    return StageJson.text(
        StageJson.MAPPER
            .createObjectNode()
            .put("Type", "Notification")
            .put("MessageId", "22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324")
            .put("TopicArn", "arn:aws:sns:us-west-2:123456789012:MyTopic")
            .put("Message", message)
            .put("Timestamp", "2012-05-02T00:54:06.655Z"));
  }

  @Test
  void aMessageIsReadWithAndWithoutTheEnvelopeOfItsTopic() throws Exception {
    var wanted = json("{\"count\":3}");

    assertThat(InitialData.of(wanted)).isEqualTo(wanted);
    assertThat(InitialData.of(TextNode.valueOf("{\"count\":3}"))).isEqualTo(wanted);
    assertThat(InitialData.of(TextNode.valueOf(envelope("{\"count\":3}")))).isEqualTo(wanted);
    assertThat(InitialData.of(json(envelope("{\"count\":3}")))).isEqualTo(wanted);
  }

  @Test
  void whatOnlyLooksLikeAnEnvelopeIsTheMessage() throws Exception {
    var order = json("{\"Type\":\"Notification\",\"Message\":\"hello\"}");

    assertThat(InitialData.of(order)).isEqualTo(order);
  }

  @Test
  void whatIsNotJsonIsSaidToBeSo() {
    assertThatThrownBy(() -> InitialData.of(TextNode.valueOf("hello ".repeat(1_000))))
        .isInstanceOf(InitialDataException.class)
        .hasMessageContaining("hello hello")
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(300));
    assertThatThrownBy(() -> InitialData.of(TextNode.valueOf(envelope("plain text"))))
        .isInstanceOf(InitialDataException.class)
        .hasMessageContainingAll("SNS envelope", "plain text");
    assertThatThrownBy(() -> InitialData.of(TextNode.valueOf("")))
        .isInstanceOf(InitialDataException.class)
        .hasMessageContaining("empty");
    assertThatThrownBy(() -> InitialData.of(null))
        .isInstanceOf(InitialDataException.class)
        .hasMessageContaining("no initialData");
  }

  @Test
  void anArrayIsTheRecordsOfAFirstStage() throws Exception {
    var event = Kit.event("initial-array", "A");
    event.set("initialData", json("[{\"count\":2},{\"count\":3}]"));

    var answer = Kit.call(new Kit.Rows(), event);

    assertThat(answer.path("recordsProcessed").asInt()).isEqualTo(2);
    assertThat(answer.path("recordsWritten").asInt()).isEqualTo(5);
  }

  @Test
  void dataOfAnotherTypeAreRefusedForGood() {
    var event = Kit.event("initial-type", "A").put("initialData", "[1]");

    assertThatThrownBy(() -> Kit.call(new Kit.Sum(), event))
        .isInstanceOf(InitialDataException.class);
  }
}
