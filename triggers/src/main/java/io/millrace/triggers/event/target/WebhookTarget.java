package io.millrace.triggers.event.target;

import io.millrace.connectors.http.AddressGuard;
import io.millrace.triggers.event.EventTarget;
import io.millrace.triggers.event.StatusChangeEvent;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.util.Timeout;

/// A URL that gets events by POST, as JSON, with the event's deduplication id in the header
/// `Idempotency-Key`. Any answer but 2xx means that it did not take the event. Redirects are not
/// followed, and addresses within this machine's networks only where the operator allows it.
///
/// @param isPrivateAllowed whether they may be
public record WebhookTarget(URI url, boolean isPrivateAllowed) implements EventTarget {
  private static final Timeout TIME_MAX = Timeout.ofSeconds(10);

  @Override
  public void take(StatusChangeEvent event, String payload) throws NotTakenException {
    HttpPost post = new HttpPost(url);
    post.setEntity(
        new StringEntity(payload, ContentType.create("application/json", StandardCharsets.UTF_8)));
    post.setHeader("Idempotency-Key", Deduplication.id(event));
    try (CloseableHttpClient client = client()) {
      int status = client.execute(post, response -> response.getCode());
      if (status / 100 != 2) throw new NotTakenException("it answered " + status);
    } catch (IOException e) {
      throw new NotTakenException(e.toString());
    }
  }

  /// Made for each call: these are rare, and their hosts are many.
  private CloseableHttpClient client() {
    return HttpClients.custom()
        .disableRedirectHandling()
        .disableAutomaticRetries()
        .disableCookieManagement()
        .setDefaultRequestConfig(
            RequestConfig.custom()
                .setResponseTimeout(TIME_MAX)
                .setConnectionRequestTimeout(TIME_MAX)
                .build())
        .setConnectionManager(
            PoolingHttpClientConnectionManagerBuilder.create()
                .setDnsResolver(new AddressGuard(isPrivateAllowed))
                .setDefaultConnectionConfig(
                    ConnectionConfig.custom()
                        .setConnectTimeout(TIME_MAX)
                        .setSocketTimeout(TIME_MAX)
                        .build())
                .build())
        .build();
  }
}
