package io.millrace.triggers.pipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.triggers.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PipeFilterTest {

  /// The table of the user guide, "Event filtering in Amazon EventBridge Pipes", on SQS.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "plain|{\"body\":[\"plain\"]}|true",
        "plain|{\"body\":[{\"prefix\":\"pl\"}]}|true",
        "other|{\"body\":[\"plain\"]}|false",
        "plain|{\"messageId\":[\"id-1\"]}|true",
        "plain|{\"messageId\":[\"id-2\"]}|false",
        "plain|{\"body\":{\"a\":[1]}}|false",
        "{\"a\":1}|{\"body\":[\"plain\"]}|false",
        "{\"a\":1}|{\"messageId\":[\"id-1\"]}|true",
        "{\"a\":1}|{\"body\":{\"a\":[1]}}|true",
        "{\"a\":2}|{\"body\":{\"a\":[1]}}|false",
        "{\"a\":{\"b\":\"xy\"}}|{\"body\":{\"a\":{\"b\":[{\"anything-but\":[\"z\"]}]}}}|true",
        "{\"a\":1}|{\"body\":{\"c\":[{\"exists\":false}]}}|true",
        "{\"a\":1}|{\"$or\":[{\"body\":{\"a\":[7]}},{\"eventSource\":[\"aws:sqs\"]}]}|true",
        "{\"ip\":\"10.1.2.3\"}|{\"body\":{\"ip\":[{\"cidr\":\"10.0.0.0/8\"}]}}|true",
        "{\"f\":\"a/b.png\"}|{\"body\":{\"f\":[{\"wildcard\":\"a/*.png\"}]}}|true",
      })
  void theBodysFormDecides(String body, String pattern, boolean matches) {
    assertThat(PipeFilter.parse(pattern).matches(record(body))).isEqualTo(matches);
  }

  @Test
  void aPatternThatIsNoneIsRefused() {
    assertThatThrownBy(() -> PipeFilter.parse("{\"body\":\"plain\"}"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Event pattern is not valid");
  }

  private static ObjectNode record(String body) {
    ObjectNode record = Json.MAPPER.createObjectNode();
    record.put("messageId", "id-1");
    record.put("body", body);
    record.put("eventSource", "aws:sqs");
    return record;
  }
}
