/// A book becomes an audiobook: definitions, handlers, schema, providers.
@NullMarked
package io.millrace.pipelines.book;

import org.jspecify.annotations.NullMarked;
