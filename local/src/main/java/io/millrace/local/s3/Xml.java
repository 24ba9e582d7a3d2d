package io.millrace.local.s3;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/// The little XML that S3 speaks.
final class Xml {
  private static final String NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/";

  private final StringBuilder text =
      new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
  private final String root;

  private Xml(String root, String attributes) {
    this.root = root;
    text.append('<').append(root).append(attributes).append('>');
  }

  static Xml document(String root) {
    return new Xml(root, " xmlns=\"" + NAMESPACE + "\"");
  }

  /// Errors have no namespace.
  static Xml error() {
    return new Xml("Error", "");
  }

  Xml add(String name, Object value) {
    text.append('<')
        .append(name)
        .append('>')
        .append(escape(value.toString()))
        .append("</")
        .append(name)
        .append('>');
    return this;
  }

  Xml open(String name) {
    text.append('<').append(name).append('>');
    return this;
  }

  Xml close(String name) {
    text.append("</").append(name).append('>');
    return this;
  }

  byte[] bytes() {
    return (text + "</" + root + ">").getBytes(StandardCharsets.UTF_8);
  }

  /// The children of every element of that name, as name and text; nothing outside of the document
  /// is loaded.
  static List<Map<String, String>> read(InputStream body, String element) throws IOException {
    try {
      var factory = DocumentBuilderFactory.newInstance();
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      factory.setNamespaceAware(true);
      var builder = factory.newDocumentBuilder();
      builder.setErrorHandler(null);
      var found = builder.parse(body).getElementsByTagNameNS("*", element);
      var elements = new ArrayList<Map<String, String>>();
      for (var i = 0; i < found.getLength(); i++) {
        elements.add(children((Element) found.item(i)));
      }
      return elements;
    } catch (SAXException _) {
      throw new S3Error(
          400,
          "MalformedXML",
          "The XML you provided was not well-formed or did not validate against our published"
              + " schema");
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException("Every Java can parse XML.", e);
    }
  }

  private static Map<String, String> children(Element element) {
    var children = new TreeMap<String, String>();
    for (var child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
      if (child instanceof Element named) {
        children.put(named.getLocalName(), named.getTextContent());
      }
    }
    return children;
  }

  private static String escape(String value) {
    var escaped = new StringBuilder(value.length());
    for (var i = 0; i < value.length(); i++) {
      var c = value.charAt(i);
      switch (c) {
        case '&' -> escaped.append("&amp;");
        case '<' -> escaped.append("&lt;");
        case '>' -> escaped.append("&gt;");
        case '"' -> escaped.append("&quot;");
        case '\r' -> escaped.append("&#13;");
        default -> escaped.append(c);
      }
    }
    return escaped.toString();
  }
}
