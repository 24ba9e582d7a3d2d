package io.millrace.connectors.aws;

/// What an optimized integration calls its service: the names of the first AWS SDK for Java.
///
/// @param client the service's name in the SDK in use, for example `eventbridge`
/// @param error what the names of its errors begin with, for example `DynamoDB`
/// @param text the name in the texts of its errors, for example `AmazonDynamoDBv2`
/// @param baseException of errors without a class of their own, for example
///   `AmazonDynamoDBException`
public record ServiceName(String client, String error, String text, String baseException) {
  /// Whether this class of the SDK in use is the service's common one.
  boolean isBaseException(String type) {
    return type.equalsIgnoreCase(client + "Exception");
  }
}
