package io.millrace.local.s3;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// Checks the signature of a request (Amazon S3 API reference, "Authenticating Requests: Using the
/// Authorization Header (AWS Signature Version 4)"). Signatures of single chunks and presigned URLs
/// are not supported; the former are carried by a connection that never leaves this machine.
final class SignatureV4 {
  private static final Pattern AUTHORIZATION =
      Pattern.compile(
          "AWS4-HMAC-SHA256"
              + " Credential=(?<key>[^/]+)/(?<scope>(?<date>\\d{8})/(?<region>[^/]+)/s3/aws4_request),"
              + "\\s*SignedHeaders=(?<headers>[^,]+),\\s*Signature=(?<signature>[0-9a-f]{64})");

  private final @Nullable S3Credentials credentials;

  /// @param credentials null to take requests signed with any. They must be signed all the same:
  ///   what a page in a browser could send to this machine is not.
  SignatureV4(@Nullable S3Credentials credentials) {
    this.credentials = credentials;
  }

  /// Throws [S3Error] unless the request is signed with these credentials.
  void require(S3Request request) {
    var authorization = request.header("authorization").orElse("");
    var parts = AUTHORIZATION.matcher(authorization);
    if (!parts.matches()) {
      throw new S3Error(
          403, "AccessDenied", "Access Denied: sign the request by AWS Signature Version 4.");
    }
    if (credentials == null) {
      return;
    }
    if (!parts.group("key").equals(credentials.accessKeyId())) {
      throw new S3Error(
          403,
          "InvalidAccessKeyId",
          "The AWS Access Key Id you provided does not exist in our records.");
    }
    var toSign =
        String.join(
            "\n",
            "AWS4-HMAC-SHA256",
            request.header("x-amz-date").orElse(""),
            parts.group("scope"),
            hex(sha256(canonical(request, parts.group("headers")))));
    var key =
        hmac(
            ("AWS4" + credentials.secretAccessKey()).getBytes(StandardCharsets.UTF_8),
            parts.group("date"));
    for (var part : List.of(parts.group("region"), "s3", "aws4_request")) {
      key = hmac(key, part);
    }
    var expected = hex(hmac(key, toSign)).getBytes(StandardCharsets.US_ASCII);
    if (!MessageDigest.isEqual(
        expected, parts.group("signature").getBytes(StandardCharsets.US_ASCII))) {
      throw new S3Error(
          403,
          "SignatureDoesNotMatch",
          "The request signature we calculated does not match the signature you provided. Check"
              + " your key and signing method.");
    }
  }

  private static String canonical(S3Request request, String signedHeaders) {
    var headers =
        Pattern.compile(";")
            .splitAsStream(signedHeaders)
            .map(
                name ->
                    name
                        + ":"
                        + request.header(name).orElse("").strip().replaceAll(" +", " ")
                        + "\n")
            .collect(Collectors.joining());
    return String.join(
        "\n",
        request.method(),
        path(request),
        query(request.parameters()),
        headers,
        signedHeaders,
        request.header("x-amz-content-sha256").orElse("UNSIGNED-PAYLOAD"));
  }

  /// The decoded path encoded anew: the SDK sends `//` as `/%2F` and signs it as `//`.
  private static String path(S3Request request) {
    var path = "/" + request.bucket() + (request.hasKey() ? "/" + request.key() : "");
    return encode(path).replace("%2F", "/");
  }

  private static String query(Map<String, String> parameters) {
    return parameters.entrySet().stream()
        .map(entry -> encode(entry.getKey()) + "=" + encode(entry.getValue()))
        .sorted()
        .collect(Collectors.joining("&"));
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8)
        .replace("+", "%20")
        .replace("*", "%2A")
        .replace("%7E", "~");
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java has SHA-256.", e);
    }
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java has HmacSHA256.", e);
    }
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
