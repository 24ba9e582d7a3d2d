/// The API's operations, one class each: decode, make one call, encode.
///
/// An operation knows its own fields and nothing of HTTP. Read
/// [io.millrace.api.operation.Operations] first, then any one operation.
@NullMarked
package io.millrace.api.operation;

import org.jspecify.annotations.NullMarked;
