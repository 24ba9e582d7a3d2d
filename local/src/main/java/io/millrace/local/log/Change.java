package io.millrace.local.log;

/// One change of a [KeyedLog].
public sealed interface Change {
  String key();

  /// The key now has this value. The bytes must not be changed afterwards.
  @SuppressWarnings("ArrayRecordComponent")
  record Put(String key, byte[] value) implements Change {}

  /// The key is gone.
  record Delete(String key) implements Change {}
}
