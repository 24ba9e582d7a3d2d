/// Definitions as files: JSON or YAML text, read into one tree that keeps every value as it was
/// written, and written back in either format. It knows the shape of documents and nothing of what
/// states mean; that is the language's business. Read [io.millrace.cli.definition.DefinitionFile]
/// first.
@NullMarked
package io.millrace.cli.definition;

import org.jspecify.annotations.NullMarked;
