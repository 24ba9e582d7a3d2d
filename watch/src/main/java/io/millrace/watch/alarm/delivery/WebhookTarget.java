package io.millrace.watch.alarm.delivery;

import io.millrace.connectors.http.AddressGuard;
import io.millrace.watch.alarm.AlarmChange;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/// Posts changes as JSON, in the form of CloudWatch's message, to a URL.
///
/// The URL must be https, or http within this machine's own networks; those are reached only when
/// the operator allows it (`MILLRACE_HTTP_PRIVATE=allow`). Redirects are not followed.
public final class WebhookTarget implements AlarmTarget {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final AlarmChange.Place place;
  private final boolean privateAllowed;
  private final HttpClient client =
      HttpClient.newBuilder()
          .connectTimeout(PATIENCE)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  public WebhookTarget(AlarmChange.Place place, boolean privateAllowed) {
    this.place = place;
    this.privateAllowed = privateAllowed;
  }

  @Override
  public boolean handles(String action) {
    return action.startsWith("https://") || action.startsWith("http://");
  }

  @Override
  public void tell(String action, AlarmChange change) throws IOException, InterruptedException {
    URI address = checked(action);
    HttpResponse<Void> answer =
        client.send(
            HttpRequest.newBuilder(address)
                .timeout(PATIENCE)
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(change.message(place)))
                .build(),
            HttpResponse.BodyHandlers.discarding());
    if (answer.statusCode() / 100 != 2) {
      throw new IOException(
          "The webhook at " + address.getHost() + " answered " + answer.statusCode());
    }
  }

  private URI checked(String action) throws IOException {
    URI address = URI.create(action);
    String host = address.getHost();
    if (host == null || address.getUserInfo() != null) {
      throw new IOException("A webhook's URL needs a host and must not have a user in it.");
    }
    boolean isPrivate = false;
    for (InetAddress one : InetAddress.getAllByName(host)) {
      isPrivate |= AddressGuard.isPrivate(one);
    }
    if (isPrivate && !privateAllowed) {
      throw new IOException(
          "The webhook's host "
              + host
              + " is within this machine's networks; start the server with"
              + " MILLRACE_HTTP_PRIVATE=allow to reach it.");
    }
    if (!isPrivate && !address.getScheme().equals("https")) {
      throw new IOException("The webhook at " + host + " must be https.");
    }
    return address;
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
