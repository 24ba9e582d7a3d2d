package io.millrace.local.sns;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Optional;

/// Where web hooks may be: anywhere on the Internet and on this machine, but in no private or
/// link-local network (a cloud's metadata service, a neighbour's database) unless the operator
/// allows it. Asked before each delivery; the JDK keeps a name's addresses for 30 seconds, so the
/// connection goes to the address that was checked.
///
/// @param allowPrivate whether the operator allows private networks
record AddressRule(boolean allowPrivate) {

  /// Why nothing may be delivered there; empty when it may.
  ///
  /// @throws UnknownHostException when the host has no address
  Optional<String> refusal(URI uri) throws UnknownHostException {
    for (var address : InetAddress.getAllByName(uri.getHost())) {
      if (!allowPrivate && !address.isLoopbackAddress() && isPrivate(address)) {
        return Optional.of(
            uri.getHost()
                + " is at "
                + address.getHostAddress()
                + ", within private networks, where this endpoint delivers nothing unless started"
                + " with allowPrivate");
      }
    }
    return Optional.empty();
  }

  /// IANA's special-purpose address registries, as far as anything may answer there.
  static boolean isPrivate(InetAddress address) {
    if (address.isAnyLocalAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || address.isMulticastAddress()) {
      return true;
    }
    var bytes = address.getAddress();
    return switch (address) {
      case Inet4Address _ -> isPrivate4(bytes);
      case Inet6Address _ -> isPrivate6(bytes);
      default -> true;
    };
  }

  /// This network, carrier-grade NAT (100.64/10), protocol assignments, benchmarks, reserved.
  private static boolean isPrivate4(byte[] b) {
    int first = b[0] & 0xFF;
    int second = b[1] & 0xFF;
    return first == 0
        || first >= 240
        || (first == 100 && second >= 64 && second < 128)
        || (first == 192 && second == 0 && b[2] == 0)
        || (first == 198 && (second == 18 || second == 19));
  }

  /// Unique local (fc00::/7), and addresses that carry one of version 4: ::/80, 64:ff9b::/96 and
  /// 2002::/16.
  private static boolean isPrivate6(byte[] b) {
    boolean isNat64 = b[0] == 0 && b[1] == 0x64 && (b[2] & 0xFF) == 0xFF && (b[3] & 0xFF) == 0x9B;
    boolean isLow = true;
    for (int i = 0; i < 10; i++) {
      isLow &= b[i] == 0;
    }
    return (b[0] & 0xFE) == 0xFC || isNat64 || isLow || (b[0] == 0x20 && b[1] == 0x02);
  }
}
