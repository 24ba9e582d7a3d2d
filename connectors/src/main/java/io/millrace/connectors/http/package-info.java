/// HTTP tasks: `arn:aws:states:::http:invoke`.
///
/// It calls third parties' APIs on the open Internet, and guards this machine's network against
/// definitions that would reach into it. Read [io.millrace.connectors.http.HttpConnector] first.
@NullMarked
package io.millrace.connectors.http;

import org.jspecify.annotations.NullMarked;
