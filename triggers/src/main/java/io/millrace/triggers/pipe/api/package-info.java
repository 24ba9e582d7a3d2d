/// EventBridge Pipes' API over pipes of this process, which are kept in a file.
///
/// It knows HTTP and the file; how a pipe works is none of its business. Read
/// [io.millrace.triggers.pipe.api.Pipes] first; [io.millrace.triggers.pipe.api.PipesApi] is its
/// HTTP side.
@NullMarked
package io.millrace.triggers.pipe.api;

import org.jspecify.annotations.NullMarked;
