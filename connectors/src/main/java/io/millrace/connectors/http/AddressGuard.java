package io.millrace.connectors.http;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;

/// Resolves names, but to no address within this machine or its networks: a definition must not
/// reach a cloud's metadata service or a neighbour's database. It is asked at each connection, so a
/// name that resolves otherwise later is caught, too.
///
/// @param privateAllowed whether the operator allows them
public record AddressGuard(boolean privateAllowed) implements DnsResolver {

  @Override
  public InetAddress[] resolve(String host) throws UnknownHostException {
    InetAddress[] addresses = SystemDefaultDnsResolver.INSTANCE.resolve(host);
    for (InetAddress address : addresses) {
      if (!privateAllowed && isPrivate(address)) {
        throw new UnknownHostException(
            host
                + " is at "
                + address.getHostAddress()
                + ", within this machine's networks; tasks and webhooks may go there only when the"
                + " server is started with MILLRACE_HTTP_PRIVATE=allow");
      }
    }
    return addresses;
  }

  @Override
  public String resolveCanonicalHostname(String host) throws UnknownHostException {
    return SystemDefaultDnsResolver.INSTANCE.resolveCanonicalHostname(host);
  }

  /// IANA's special-purpose address registries, as far as anything may answer there.
  public static boolean isPrivate(InetAddress address) {
    if (address.isAnyLocalAddress()
        || address.isLoopbackAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || address.isMulticastAddress()) {
      return true;
    }
    byte[] b = address.getAddress();
    return switch (address) {
      case Inet4Address _ -> isPrivate4(b);
      case Inet6Address _ -> isPrivate6(b);
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

  /// Unique local (fc00::/7), and addresses that carry one of version 4: ::/96, 64:ff9b::/96 and
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
