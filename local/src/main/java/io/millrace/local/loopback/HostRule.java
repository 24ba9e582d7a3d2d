package io.millrace.local.loopback;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Which names a request to this machine may ask for.
///
/// A web page can give a name of its own the address 127.0.0.1 after it was loaded (DNS rebinding);
/// the browser then lets it read what endpoints here answer. Such requests carry that name in Host.
public final class HostRule {
  /// Names under localhost are never asked of a name server (RFC 6761, section 6.3).
  private static final Pattern LOCAL =
      Pattern.compile("(127\\.0\\.0\\.1|\\[::1]|([a-z0-9._-]+\\.)?localhost)(:\\d{1,5})?");

  private HostRule() {}

  /// Whether a request with this header is for this machine. Without one it is none of a browser.
  public static boolean allows(@Nullable String host) {
    return host == null || LOCAL.matcher(host.toLowerCase(Locale.ROOT)).matches();
  }

  /// What to answer others.
  public static String refusal(String host) {
    return "This endpoint answers requests to 127.0.0.1, localhost and [::1] only, not to "
        + host
        + ".";
  }
}
