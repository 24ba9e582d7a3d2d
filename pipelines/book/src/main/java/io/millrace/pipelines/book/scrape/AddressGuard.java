package io.millrace.pipelines.book.scrape;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/// Decides which addresses a source from outside may reach.
///
/// A host with one forbidden address is refused as a whole: which address a client picks is not
/// ours to foresee.
final class AddressGuard {
  /// Looks names up; a test gives its own.
  @FunctionalInterface
  interface Lookup {
    InetAddress[] all(String host) throws UnknownHostException;
  }

  private final boolean allowPrivate;
  private final Lookup lookup;

  AddressGuard(boolean allowPrivate, Lookup lookup) {
    this.allowPrivate = allowPrivate;
    this.lookup = lookup;
  }

  /// The address to connect to. Throws [PrivateAddressException] when any address of `host` is not
  /// public.
  InetAddress permitted(String host) throws UnknownHostException {
    var bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    var addresses = lookup.all(bare);
    if (!allowPrivate) {
      for (var address : addresses) {
        if (!isPublic(address)) {
          throw new PrivateAddressException(
              "The host "
                  + host
                  + " has the address "
                  + address.getHostAddress()
                  + ", which is not a public one. Sources on private networks are refused unless"
                  + " BOOK_ALLOW_PRIVATE_ADDRESSES=true.");
        }
      }
    }
    return addresses[0];
  }

  /// Per IANA's special-purpose registries (RFC 6890): everything not globally reachable is not
  /// public.
  static boolean isPublic(InetAddress address) {
    if (address.isAnyLocalAddress()
        || address.isLoopbackAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || address.isMulticastAddress()) {
      return false;
    }
    var bytes = address.getAddress();
    return address instanceof Inet4Address ? isPublicV4(bytes) : isPublicV6(bytes);
  }

  private static boolean isPublicV4(byte[] b) {
    var first = b[0] & 0xff;
    var second = b[1] & 0xff;
    var third = b[2] & 0xff;
    return !(first == 0
        || first == 10
        || first == 127
        || first >= 240
        || (first == 100 && second >= 64 && second < 128) // carrier-grade NAT
        || (first == 172 && second >= 16 && second < 32)
        || (first == 192 && second == 168)
        || (first == 192 && second == 0 && third == 0)
        || (first == 192 && second == 0 && third == 2)
        || (first == 198 && (second == 18 || second == 19)) // benchmarks
        || (first == 198 && second == 51 && third == 100)
        || (first == 203 && second == 0 && third == 113));
  }

  private static boolean isPublicV6(byte[] b) {
    var first = b[0] & 0xff;
    var second = b[1] & 0xff;
    if ((first & 0xfe) == 0xfc) { // unique local
      return false;
    }
    if (first == 0x20 && second == 0x01 && b[2] == 0x0d && (b[3] & 0xff) == 0xb8) {
      return false; // documentation
    }
    if (first == 0x20 && second == 0x02) { // 6to4: the next four bytes are an IPv4 address
      return embeddedIsPublic(b, 2);
    }
    if (first == 0x20 && second == 0x01 && b[2] == 0 && b[3] == 0) { // Teredo
      return false;
    }
    if (first == 0 && second == 0x64 && (b[2] & 0xff) == 0xff && (b[3] & 0xff) == 0x9b) { // NAT64
      return embeddedIsPublic(b, 12);
    }
    if (allZero(b, 12)) { // IPv4-compatible
      return embeddedIsPublic(b, 12);
    }
    return true;
  }

  private static boolean allZero(byte[] bytes, int length) {
    for (var i = 0; i < length; i++) {
      if (bytes[i] != 0) {
        return false;
      }
    }
    return true;
  }

  private static boolean embeddedIsPublic(byte[] bytes, int offset) {
    try {
      return isPublic(InetAddress.getByAddress(Arrays.copyOfRange(bytes, offset, offset + 4)));
    } catch (UnknownHostException e) {
      throw new IllegalStateException("Four bytes are an IPv4 address.", e);
    }
  }
}
