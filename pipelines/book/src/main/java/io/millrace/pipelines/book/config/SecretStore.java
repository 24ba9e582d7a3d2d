package io.millrace.pipelines.book.config;

import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/// Reads the text of a secret by its ARN or name. Called once per secret when a function starts.
@FunctionalInterface
public interface SecretStore {
  /// The secret's text; throws [ConfigurationException] when it cannot be read.
  String read(String secretArn);

  /// AWS Secrets Manager with the SDK's usual credentials and endpoint settings. The client lives
  /// for one read only: secrets are read at start and never again.
  static SecretStore secretsManager() {
    return secretArn -> {
      try (var client =
          SecretsManagerClient.builder()
              .httpClientBuilder(UrlConnectionHttpClient.builder())
              .build()) {
        var text = client.getSecretValue(request -> request.secretId(secretArn)).secretString();
        if (text == null) {
          throw new ConfigurationException(
              "The secret " + secretArn + " is binary; store it as text or JSON.");
        }
        return text;
      } catch (SdkException e) {
        throw new ConfigurationException(
            "The secret "
                + secretArn
                + " could not be read from AWS Secrets Manager: "
                + e.getMessage()
                + ". Check the ARN and that the role may call secretsmanager:GetSecretValue.",
            e);
      }
    };
  }
}
