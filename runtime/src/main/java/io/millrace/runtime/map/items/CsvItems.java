package io.millrace.runtime.map.items;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.asl.model.ItemReader;
import io.millrace.engine.map.MapRunPlan.Item;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Rows of a text delimited file as objects with the header's names (developer guide, "How Step
/// Functions parses input CSV files"): all values are strings, missing ones empty, further ones
/// dropped (recorded: scenarios/test_map_item_reader_csv_headers_decl_extra_fields).
final class CsvItems implements ItemStream {
  private static final int BYTE_ORDER_MARK = 0xFEFF;

  private final Reader text;
  private final CsvRecords records;
  private final List<String> header;
  private final String uri;

  private CsvItems(Reader text, CsvRecords records, List<String> header, String uri) {
    this.text = text;
    this.records = records;
    this.header = header;
    this.uri = uri;
  }

  static CsvItems open(InputStream bytes, ItemReader reader, String uri)
      throws IOException, ItemReadingException {
    Reader text = new BufferedReader(new InputStreamReader(bytes, StandardCharsets.UTF_8), 1 << 16);
    text.mark(1);
    if (text.read() != BYTE_ORDER_MARK) {
      text.reset();
    }
    CsvRecords records = new CsvRecords(text, reader.delimiter().character());
    List<String> header = reader.headers();
    if (reader.header() == ItemReader.CsvHeader.FIRST_ROW) {
      List<String> first = records.next();
      header = first == null ? List.of() : first;
    }
    return new CsvItems(text, records, header, uri);
  }

  @Override
  public @Nullable Item next() throws IOException, ItemReadingException {
    List<String> row = records.next();
    if (row == null) {
      return null;
    }
    ObjectNode item = JsonNodeFactory.instance.objectNode();
    for (int i = 0; i < header.size(); i++) {
      item.put(header.get(i), i < row.size() ? row.get(i) : "");
    }
    return new Item(item, null, uri);
  }

  @Override
  public void close() throws IOException {
    text.close();
  }
}
