package io.millrace.runtime.map;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The objects that an ItemReader reads and a ResultWriter writes. All methods block and are safe
/// for concurrent use; what an [IOException] says is shown to people as the Map Run's cause.
public interface ObjectStore {
  /// No store at all: everything fails, saying so.
  ObjectStore NONE =
      new ObjectStore() {
        @Override
        public InputStream read(String bucket, String key, @Nullable String versionId)
            throws IOException {
          throw none();
        }

        @Override
        public List<Entry> list(String bucket, String prefix, @Nullable String after)
            throws IOException {
          throw none();
        }

        @Override
        public void write(String bucket, String key, Path content) throws IOException {
          throw none();
        }

        private static IOException none() {
          return new RefusedException("This engine was started without access to Amazon S3.");
        }
      };

  /// The store answered, and said no: asking again does not help.
  final class RefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    public RefusedException(String message) {
      super(message);
    }
  }

  /// An object's content; the caller closes it.
  ///
  /// @param versionId null for the latest
  InputStream read(String bucket, String key, @Nullable String versionId) throws IOException;

  /// The next objects whose keys begin so, in the order of keys, following the key `after`; empty
  /// when there are no more.
  List<Entry> list(String bucket, String prefix, @Nullable String after) throws IOException;

  /// Writes an object, all or nothing.
  void write(String bucket, String key, Path content) throws IOException;

  /// An object in a listing, as `ListObjectsV2` shows it.
  ///
  /// @param etag with its quotes
  record Entry(
      String key,
      String etag,
      long lastModifiedSeconds,
      long size,
      @Nullable String storageClass) {}
}
