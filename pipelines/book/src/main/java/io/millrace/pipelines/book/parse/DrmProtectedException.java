package io.millrace.pipelines.book.parse;

/// The book is encrypted by a rights-management scheme; only its shop's reader can open it.
public final class DrmProtectedException extends UnreadableBookException {

  public DrmProtectedException(String message) {
    super(message);
  }
}
