package io.millrace.local.sns;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Consumer;

/// The XML of the AWS query protocol's answers.
final class Xml {
  private static final String NAMESPACE = "http://sns.amazonaws.com/doc/2010-03-31/";

  private final StringBuilder text = new StringBuilder();

  private Xml() {}

  /// `<ActionResponse><ActionResult>…</ActionResult>…`
  static byte[] response(String action, String requestId, Consumer<Xml> result) {
    var xml = new Xml();
    xml.text.append('<').append(action).append("Response xmlns=\"").append(NAMESPACE).append("\">");
    xml.nest(action + "Result", result);
    xml.nest("ResponseMetadata", metadata -> metadata.add("RequestId", requestId));
    xml.text.append("</").append(action).append("Response>");
    return xml.bytes();
  }

  static byte[] error(SnsError error, String requestId) {
    var xml = new Xml();
    xml.text.append("<ErrorResponse xmlns=\"").append(NAMESPACE).append("\">");
    xml.nest(
        "Error",
        e ->
            e.add("Type", error.isSenderFault() ? "Sender" : "Receiver")
                .add("Code", error.code())
                .add("Message", String.valueOf(error.getMessage())));
    xml.add("RequestId", requestId);
    xml.text.append("</ErrorResponse>");
    return xml.bytes();
  }

  Xml add(String name, String value) {
    text.append('<').append(name).append('>');
    escape(value);
    text.append("</").append(name).append('>');
    return this;
  }

  Xml nest(String name, Consumer<Xml> content) {
    text.append('<').append(name).append('>');
    content.accept(this);
    text.append("</").append(name).append('>');
    return this;
  }

  Xml map(String name, Map<String, String> map) {
    return nest(
        name,
        entries ->
            map.forEach(
                (key, value) -> nest("entry", entry -> entry.add("key", key).add("value", value))));
  }

  private byte[] bytes() {
    return ("<?xml version=\"1.0\"?>" + text).getBytes(StandardCharsets.UTF_8);
  }

  private void escape(String value) {
    value
        .codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '&' -> text.append("&amp;");
                case '<' -> text.append("&lt;");
                case '>' -> text.append("&gt;");
                case '\r' -> text.append("&#13;");
                default -> text.appendCodePoint(isAllowed(c) ? c : 0xFFFD);
              }
            });
  }

  private static boolean isAllowed(int c) {
    return c >= 0x20 ? (c < 0xD800 || c > 0xDFFF) && c != 0xFFFE && c != 0xFFFF : c == 9 || c == 10;
  }
}
