package io.millrace.asl.lint.machine;

/// JSON pointers (RFC 6901).
public final class Pointers {
  private Pointers() {}

  /// The pointer of a member.
  public static String child(String pointer, String name) {
    return pointer + "/" + name.replace("~", "~0").replace("/", "~1");
  }

  /// The pointer of an element.
  public static String child(String pointer, int index) {
    return pointer + "/" + index;
  }

  /// The last name in a pointer, as the document has it.
  public static String last(String pointer) {
    String last = pointer.substring(pointer.lastIndexOf('/') + 1);
    return last.replace("~1", "/").replace("~0", "~");
  }
}
