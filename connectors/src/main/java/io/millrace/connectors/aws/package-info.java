/// AWS services, called by name: any service and action whose client is on the class path.
///
/// JSON becomes a request and an answer JSON by the SDK's own description of its types
/// ([software.amazon.awssdk.core.SdkPojo]), so no service needs code of its own here; nothing here
/// knows tasks or their events but [io.millrace.connectors.aws.SdkConnector]. Read
/// [io.millrace.connectors.aws.AwsClients] first.
@NullMarked
package io.millrace.connectors.aws;

import org.jspecify.annotations.NullMarked;
