package io.millrace.runtime.map.items;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The rules of the developer guide's page "How Step Functions parses input CSV files".
class CsvRecordsTest {
  private static List<List<String>> read(String text, char delimiter) throws Exception {
    CsvRecords records = new CsvRecords(new StringReader(text), delimiter);
    List<List<String>> all = new ArrayList<>();
    List<String> next = records.next();
    while (next != null) {
      all.add(next);
      next = records.next();
    }
    return all;
  }

  @Test
  void linesAreRecordsAndEmptyOnesAreNone() throws Exception {
    assertThat(read("a,b\r\n\n,,\n   \nc", ','))
        .containsExactly(List.of("a", "b"), List.of("", "", ""), List.of("   "), List.of("c"));
  }

  @Test
  void quotesHoldDelimitersNewlinesAndRepeatedQuotes() throws Exception {
    assertThat(read("\"a,b\",\"c\nd\",\"e\"\"f\"\ng", ','))
        .containsExactly(List.of("a,b", "c\nd", "e\"f"), List.of("g"));
  }

  @Test
  void backslashesKeepBackslashesQuotesAndDelimitersAndElseVanish() throws Exception {
    assertThat(read("C:\\\\Program Files\\\\MyApp.exe,a\\,b,x\\yz", ','))
        .containsExactly(List.of("C:\\Program Files\\MyApp.exe", "a,b", "xyz"));
  }

  @Test
  void otherDelimitersSeparate() throws Exception {
    assertThat(read("a|b,c|'d'", '|')).containsExactly(List.of("a", "b,c", "'d'"));
  }
}
