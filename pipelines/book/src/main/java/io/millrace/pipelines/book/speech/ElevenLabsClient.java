package io.millrace.pipelines.book.speech;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.pipelines.book.provider.ProviderException;
import io.millrace.pipelines.book.provider.ProviderUnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The two calls of ElevenLabs' REST API that a narrator needs. The key travels in its header and
/// is written nowhere else. Thread-safe.
final class ElevenLabsClient {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(15);
  private static final int LONGEST_ERROR = 64 * 1024;

  private final ElevenLabsSettings settings;
  private final HttpClient http =
      HttpClient.newBuilder()
          .connectTimeout(CONNECT_TIMEOUT)
          .followRedirects(HttpClient.Redirect.NEVER) // the key goes to this host only
          .build();

  ElevenLabsClient(ElevenLabsSettings settings) {
    this.settings = settings;
  }

  /// `GET v1/models`.
  List<ElevenLabsModel> models() {
    var response = send(request("/v1/models").GET().build(), "");
    try (var body = response.body()) {
      var models = new ArrayList<ElevenLabsModel>();
      JSON.readTree(body).forEach(model -> models.add(ElevenLabsModel.of(model)));
      return List.copyOf(models);
    } catch (IOException e) {
      throw unreachable(e);
    }
  }

  /// `POST v1/text-to-speech/{voice}/stream`: the answer's head has come and is good, its body is
  /// still to be read.
  HttpResponse<InputStream> speak(String voice, ObjectNode body) {
    var path =
        "/v1/text-to-speech/"
            + URLEncoder.encode(voice, StandardCharsets.UTF_8).replace("+", "%20")
            + "/stream?output_format="
            + settings.outputFormat();
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .header("Accept", "audio/mpeg")
            .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
            .build(),
        voice);
  }

  private HttpRequest.Builder request(String path) {
    var base = settings.baseUrl().toString().replaceFirst("/+$", "");
    return HttpRequest.newBuilder(URI.create(base + path))
        .timeout(settings.timeout())
        .header("xi-api-key", settings.apiKey());
  }

  private HttpResponse<InputStream> send(HttpRequest request, String voice) {
    try {
      var response = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
      if (response.statusCode() == 200) {
        return response;
      }
      throw failure(response, voice);
    } catch (IOException e) {
      throw unreachable(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ProviderUnavailableException(
          ElevenLabsProvider.ID, "The request to ElevenLabs was cancelled.", e);
    }
  }

  private ProviderException failure(HttpResponse<InputStream> response, String voice)
      throws IOException {
    try (var body = response.body()) {
      return ElevenLabsFailures.of(
          response.statusCode(),
          new String(body.readNBytes(LONGEST_ERROR), StandardCharsets.UTF_8),
          response.headers().firstValue("retry-after"),
          voice,
          settings.apiKey());
    }
  }

  static ProviderUnavailableException unreachable(IOException cause) {
    return new ProviderUnavailableException(
        ElevenLabsProvider.ID,
        "The connection to ElevenLabs failed: "
            + cause.getClass().getSimpleName()
            + (cause.getMessage() == null ? "" : " " + cause.getMessage())
            + ". Check the network; a later run goes on from here.",
        cause);
  }
}
