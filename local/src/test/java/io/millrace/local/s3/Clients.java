package io.millrace.local.s3;

import java.net.URI;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/// Clients as a handler makes them, with the SDK's defaults.
final class Clients {
  static final S3Credentials CREDENTIALS = new S3Credentials("millrace", "a secret/with+signs");

  private Clients() {}

  static S3Client of(URI endpoint) {
    return of(endpoint, CREDENTIALS);
  }

  static S3Client of(URI endpoint, S3Credentials credentials) {
    var keys = AwsBasicCredentials.create(credentials.accessKeyId(), credentials.secretAccessKey());
    return S3Client.builder()
        .endpointOverride(endpoint)
        .forcePathStyle(true)
        .region(Region.US_EAST_1)
        .credentialsProvider(StaticCredentialsProvider.create(keys))
        .build();
  }
}
