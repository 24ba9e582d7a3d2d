package io.millrace.local.sns;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.local.log.Change;
import io.millrace.local.log.KeyedLog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;

/// Signs what goes to subscribers with the endpoint's own key, whose certificate the endpoint
/// serves (Amazon SNS developer guide, "Verifying the signatures of Amazon SNS messages").
/// Verifiers that insist on a certificate from amazonaws.com refuse it, as they should.
final class Signer {
  static final String CERTIFICATE_PATH = "/SimpleNotificationService.pem";
  private static final String KEY = "signing-key";
  private static final Duration VALIDITY = Duration.ofDays(3650);

  private static final List<String> NOTIFICATION =
      List.of("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type");
  private static final List<String> CONFIRMATION =
      List.of("Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type");

  private final PrivateKey key;
  private final String certificate;

  private Signer(PrivateKey key, byte[] certificate) {
    this.key = key;
    this.certificate =
        "-----BEGIN CERTIFICATE-----\n"
            + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate)
            + "\n-----END CERTIFICATE-----\n";
  }

  /// The key in the log, made at the first start.
  static Signer open(KeyedLog log, Instant now) throws IOException {
    try {
      var stored = log.read(KEY);
      if (stored.isPresent()) {
        var json = Json.MAPPER.readTree(stored.get());
        var spec = new PKCS8EncodedKeySpec(decode(json, "key"));
        return new Signer(
            KeyFactory.getInstance("RSA").generatePrivate(spec), decode(json, "certificate"));
      }
      var generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      var pair = generator.generateKeyPair();
      var certificate =
          Certificate.selfSigned(pair, "Millrace SNS endpoint", now, now.plus(VALIDITY));
      var json =
          Json.object().put("key", pair.getPrivate().getEncoded()).put("certificate", certificate);
      log.store(List.of(new Change.Put(KEY, Json.bytes(json))));
      return new Signer(pair.getPrivate(), certificate);
    } catch (GeneralSecurityException e) {
      throw new IOException("The key that signs notifications cannot be used: " + e, e);
    }
  }

  String certificate() {
    return certificate;
  }

  /// @param version 1 for SHA-1, 2 for SHA-256
  /// @return base64
  String sign(JsonNode envelope, String version) {
    try {
      var signature = Signature.getInstance(version.equals("2") ? "SHA256withRSA" : "SHA1withRSA");
      signature.initSign(key);
      signature.update(canonical(envelope).getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java signs by RSA.", e);
    }
  }

  /// What is signed: names and values on lines of their own, in the order of the names.
  static String canonical(JsonNode envelope) {
    var isNotification = envelope.path("Type").asText().equals("Notification");
    var text = new StringBuilder();
    for (var name : isNotification ? NOTIFICATION : CONFIRMATION) {
      if (envelope.has(name)) {
        text.append(name).append('\n').append(envelope.path(name).asText()).append('\n');
      }
    }
    return text.toString();
  }

  private static byte[] decode(JsonNode json, String field) throws IOException {
    return json.path(field).binaryValue();
  }
}
