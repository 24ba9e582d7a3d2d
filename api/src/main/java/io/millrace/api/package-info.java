/// The AWS Step Functions API over HTTP: AWS JSON 1.0, on loopback.
///
/// It decodes requests, asks the runtime's facade, and encodes answers; it decides nothing, speaks
/// no SQL and knows no journal. Read [io.millrace.api.ApiServer] first, then
/// [io.millrace.api.operation.Operations].
@NullMarked
package io.millrace.api;

import org.jspecify.annotations.NullMarked;
