package io.millrace.local.s3;

import io.millrace.local.loopback.HostRule;
import java.io.IOException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Finds the operation a request asks for (Amazon S3 API reference, "Actions"), and turns failures
/// into S3's errors.
final class Operations {
  private static final Logger LOG = LoggerFactory.getLogger(Operations.class);

  private final SignatureV4 signature;
  private final BucketOperations buckets;
  private final ObjectOperations objects;
  private final UploadOperations uploads;

  Operations(Layout layout, @Nullable S3Credentials credentials) {
    var store = new ObjectStore(layout);
    this.signature = new SignatureV4(credentials);
    this.buckets = new BucketOperations(layout, store);
    this.objects = new ObjectOperations(store);
    this.uploads = new UploadOperations(layout, store);
  }

  S3Response answer(S3Request request) {
    try {
      var host = request.headers().get("host");
      if (!HostRule.allows(host)) {
        throw new S3Error(403, "AccessDenied", HostRule.refusal(host));
      }
      signature.require(request);
      return request.key().isEmpty() ? bucket(request) : object(request);
    } catch (S3Error e) {
      return error(request, e);
    } catch (IOException e) {
      if (String.valueOf(e.getMessage()).contains("No space left on device")) {
        return error(
            request,
            new S3Error(507, "InsufficientStorage", "The disk of this S3 endpoint is full."));
      }
      LOG.atError().setCause(e).addKeyValue("path", request.rawPath()).log("An S3 request failed");
      return error(
          request, new S3Error(500, "InternalError", "We encountered an internal error: " + e));
    }
  }

  private S3Response bucket(S3Request request) throws IOException {
    if (request.bucket().isEmpty()) {
      if (request.method().equals("GET")) {
        return buckets.listBuckets();
      }
      throw unsupported(request);
    }
    return switch (request.method()) {
      case "GET" -> getBucket(request);
      case "HEAD" -> buckets.head(request);
      case "PUT" -> buckets.create(plain(request));
      case "DELETE" -> buckets.delete(plain(request));
      case "POST" -> {
        if (!request.asks("delete")) {
          throw unsupported(request);
        }
        yield buckets.deleteObjects(request);
      }
      default -> throw unsupported(request);
    };
  }

  private S3Response getBucket(S3Request request) throws IOException {
    if (request.asks("location")) {
      return buckets.location(request);
    }
    if (request.asks("uploads")) {
      return uploads.listUploads(request);
    }
    if (isPlainListing(request)) {
      return buckets.list(request);
    }
    throw unsupported(request);
  }

  private S3Response object(S3Request request) throws IOException {
    var ofUpload = request.asks("uploadId");
    return switch (request.method()) {
      case "GET" -> ofUpload ? uploads.listParts(request) : objects.get(plain(request));
      case "HEAD" -> objects.head(request);
      case "PUT" -> putObject(request, ofUpload);
      case "POST" -> {
        if (!ofUpload && !request.asks("uploads")) {
          throw unsupported(request);
        }
        yield ofUpload ? uploads.complete(request) : uploads.create(request);
      }
      case "DELETE" -> ofUpload ? uploads.abort(request) : objects.delete(plain(request));
      default -> throw unsupported(request);
    };
  }

  private S3Response putObject(S3Request request, boolean ofUpload) throws IOException {
    var source = request.header("x-amz-copy-source");
    if (ofUpload) {
      if (source.isPresent()) {
        throw S3Error.notImplemented("UploadPartCopy");
      }
      return uploads.part(request);
    }
    return source.isPresent()
        ? objects.copy(plain(request), source.get())
        : objects.put(plain(request));
  }

  /// Sub-resources such as `?acl` or `?versioning` are requests of their own, which must not be
  /// taken for listings.
  private static boolean isPlainListing(S3Request request) {
    return request.parameters().keySet().stream()
        .allMatch(
            name ->
                switch (name) {
                  case "list-type",
                      "prefix",
                      "delimiter",
                      "max-keys",
                      "marker",
                      "start-after",
                      "continuation-token",
                      "encoding-type",
                      "fetch-owner",
                      "x-id" ->
                      true;
                  default -> false;
                });
  }

  private static S3Request plain(S3Request request) {
    for (var name : request.parameters().keySet()) {
      if (!name.equals("x-id") && !name.startsWith("response-")) {
        throw unsupported(request);
      }
    }
    return request;
  }

  private static S3Error unsupported(S3Request request) {
    return S3Error.notImplemented(request.method() + " with " + request.parameters().keySet());
  }

  /// A `HEAD` and a 304 have no body, so that their status is all they say.
  private static S3Response error(S3Request request, S3Error error) {
    if (request.method().equals("HEAD") || error.status() == 304) {
      return S3Response.empty(error.status());
    }
    return S3Response.xml(
        error.status(),
        Xml.error()
            .add("Code", error.code())
            .add("Message", String.valueOf(error.getMessage()))
            .add("Resource", request.rawPath())
            .add("RequestId", UUID.randomUUID()));
  }
}
