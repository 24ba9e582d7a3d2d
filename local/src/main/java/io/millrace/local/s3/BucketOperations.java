package io.millrace.local.s3;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Base64;

/// `ListBuckets`, `CreateBucket`, `HeadBucket`, `DeleteBucket`, `GetBucketLocation`, `ListObjects`
/// in both versions, `DeleteObjects`.
final class BucketOperations {
  private static final int MAX_KEYS = 1000;

  private final Layout layout;
  private final ObjectStore store;

  BucketOperations(Layout layout, ObjectStore store) {
    this.layout = layout;
    this.store = store;
  }

  S3Response listBuckets() throws IOException {
    var xml = Xml.document("ListAllMyBucketsResult").open("Buckets");
    try (var folders = Files.list(layout.root())) {
      for (var folder : (Iterable<Path>) folders.filter(Files::isDirectory).sorted()::iterator) {
        if (!folder.equals(layout.own())) {
          xml.open("Bucket")
              .add("Name", folder.getFileName())
              .add("CreationDate", Files.getLastModifiedTime(folder).toInstant())
              .close("Bucket");
        }
      }
    }
    return S3Response.xml(200, xml.close("Buckets"));
  }

  /// Creating a bucket that exists succeeds, as it does for its owner in us-east-1.
  S3Response create(S3Request request) throws IOException {
    Durable.createFolders(layout.bucket(request.bucket()));
    return S3Response.empty(200).with("location", "/" + request.bucket());
  }

  S3Response head(S3Request request) {
    store.requireBucket(request.bucket());
    return S3Response.empty(200).with("x-amz-bucket-region", "us-east-1");
  }

  S3Response location(S3Request request) {
    store.requireBucket(request.bucket());
    return S3Response.xml(200, Xml.document("LocationConstraint"));
  }

  S3Response delete(S3Request request) throws IOException {
    try {
      Files.delete(layout.bucket(request.bucket()));
      return S3Response.empty(204);
    } catch (DirectoryNotEmptyException _) {
      throw new S3Error(409, "BucketNotEmpty", "The bucket you tried to delete is not empty");
    } catch (NoSuchFileException _) {
      throw S3Error.noSuchBucket();
    }
  }

  S3Response list(S3Request request) throws IOException {
    store.requireBucket(request.bucket());
    var second = request.parameter("list-type").orElse("1").equals("2");
    var prefix = request.parameter("prefix").orElse("");
    var delimiter = request.parameter("delimiter").orElse("");
    var limit = Math.clamp(request.number("max-keys", MAX_KEYS), 0, MAX_KEYS);
    var folder = layout.bucket(request.bucket());
    var listing = Listing.of(folder, prefix, delimiter, after(request, second), limit);

    var encodes = request.parameter("encoding-type").orElse("").equals("url");
    var xml =
        Xml.document("ListBucketResult")
            .add("Name", request.bucket())
            .add("Prefix", encode(prefix, encodes))
            .add("MaxKeys", limit)
            .add("IsTruncated", listing.next().isPresent());
    if (!delimiter.isEmpty()) {
      xml.add("Delimiter", encode(delimiter, encodes));
    }
    if (encodes) {
      xml.add("EncodingType", "url");
    }
    if (second) {
      xml.add("KeyCount", listing.entries().size());
      request
          .parameter("continuation-token")
          .ifPresent(token -> xml.add("ContinuationToken", token));
    }
    listing
        .next()
        .ifPresent(
            next ->
                xml.add(
                    second ? "NextContinuationToken" : "NextMarker",
                    second ? token(next) : encode(next, encodes)));
    for (var entry : listing.entries()) {
      describe(xml, request.bucket(), entry, encodes);
    }
    return S3Response.xml(200, xml);
  }

  private void describe(Xml xml, String bucket, Listing.Entry entry, boolean encodes)
      throws IOException {
    if (entry.isPrefix()) {
      xml.open("CommonPrefixes")
          .add("Prefix", encode(entry.name(), encodes))
          .close("CommonPrefixes");
      return;
    }
    var about = store.find(bucket, entry.name());
    if (about.isPresent()) {
      xml.open("Contents")
          .add("Key", encode(entry.name(), encodes))
          .add("LastModified", about.get().lastModified())
          .add("ETag", S3Response.quote(about.get().etag()))
          .add("Size", about.get().size())
          .add("StorageClass", "STANDARD")
          .close("Contents");
    }
  }

  S3Response deleteObjects(S3Request request) throws IOException {
    store.requireBucket(request.bucket());
    var body = request.isChunked() ? new AwsChunkedStream(request.body()) : request.body();
    var xml = Xml.document("DeleteResult");
    for (var object : Xml.read(body, "Object")) {
      var key = object.getOrDefault("Key", "");
      try {
        store.delete(request.bucket(), key);
        xml.open("Deleted").add("Key", key).close("Deleted");
      } catch (S3Error e) {
        xml.open("Error")
            .add("Key", key)
            .add("Code", e.code())
            .add("Message", String.valueOf(e.getMessage()))
            .close("Error");
      }
    }
    return S3Response.xml(200, xml);
  }

  private static String after(S3Request request, boolean second) {
    if (!second) {
      return request.parameter("marker").orElse("");
    }
    return request
        .parameter("continuation-token")
        .map(BucketOperations::fromToken)
        .or(() -> request.parameter("start-after"))
        .orElse("");
  }

  private static String token(String key) {
    return Base64.getUrlEncoder().encodeToString(key.getBytes(StandardCharsets.UTF_8));
  }

  private static String fromToken(String token) {
    try {
      return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      throw new S3Error(400, "InvalidArgument", "The continuation token provided is incorrect");
    }
  }

  private static String encode(String text, boolean encodes) {
    return encodes
        ? URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20").replace("%2F", "/")
        : text;
  }
}
