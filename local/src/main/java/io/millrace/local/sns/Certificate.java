package io.millrace.local.sns;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;

/// Makes a self-signed X.509 certificate (RFC 5280), which the JDK can read but not write.
final class Certificate {
  private static final HexFormat HEX = HexFormat.of();

  /// sha256WithRSAEncryption with no parameters.
  private static final byte[] ALGORITHM =
      sequence(HEX.parseHex("06092a864886f70d01010b"), HEX.parseHex("0500"));

  private static final byte[] COMMON_NAME = HEX.parseHex("0603550403");
  private static final byte[] VERSION_3 = HEX.parseHex("a003020102");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

  private Certificate() {}

  /// @return the certificate in DER
  static byte[] selfSigned(KeyPair pair, String commonName, Instant from, Instant to)
      throws GeneralSecurityException {
    var name =
        sequence(
            tagged(
                0x31,
                sequence(COMMON_NAME, tagged(0x0C, commonName.getBytes(StandardCharsets.UTF_8)))));
    var body =
        sequence(
            VERSION_3,
            tagged(0x02, BigInteger.valueOf(from.toEpochMilli()).toByteArray()),
            ALGORITHM,
            name,
            sequence(time(from), time(to)),
            name,
            pair.getPublic().getEncoded());
    var signature = Signature.getInstance("SHA256withRSA");
    signature.initSign(pair.getPrivate());
    signature.update(body);
    var bits = new ByteArrayOutputStream();
    bits.write(0);
    bits.writeBytes(signature.sign());
    return sequence(body, ALGORITHM, tagged(0x03, bits.toByteArray()));
  }

  private static byte[] time(Instant time) {
    return tagged(0x18, TIME.format(time).getBytes(StandardCharsets.US_ASCII));
  }

  private static byte[] sequence(byte[]... parts) {
    var content = new ByteArrayOutputStream();
    for (var part : parts) {
      content.writeBytes(part);
    }
    return tagged(0x30, content.toByteArray());
  }

  private static byte[] tagged(int tag, byte[] content) {
    var out = new ByteArrayOutputStream();
    out.write(tag);
    int length = content.length;
    if (length < 0x80) {
      out.write(length);
    } else if (length < 0x100) {
      out.write(0x81);
      out.write(length);
    } else {
      out.write(0x82);
      out.write(length >> 8);
      out.write(length);
    }
    out.writeBytes(content);
    return out.toByteArray();
  }
}
