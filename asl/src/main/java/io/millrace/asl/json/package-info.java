/// JSON as states hand it on: a text, a tree, or both, converted only when asked.
///
/// It knows nothing of the language. Read [io.millrace.asl.json.Payload] first.
@NullMarked
package io.millrace.asl.json;

import org.jspecify.annotations.NullMarked;
